import { css, html, svg, type TemplateResult } from 'lit';

const RADIUS = 88;
const LENGTH = 2 * Math.PI * RADIUS;

/**
 * A large number of seconds in a ring that empties. Both say the same; screen readers are told in
 * sentences, at a few moments, by whoever shows it.
 */
export function countRing(
  seconds: number | null,
  wholeSeconds: number | undefined,
): TemplateResult {
  const part = seconds === null || !wholeSeconds ? 1 : Math.min(1, seconds / wholeSeconds);
  return html`<div class="ring" aria-hidden="true">
    <svg viewBox="0 0 200 200">
      <circle class="track" cx="100" cy="100" r=${RADIUS}></circle>
      ${svg`<circle class="left" cx="100" cy="100" r=${RADIUS} transform="rotate(-90 100 100)"
        stroke-dasharray=${LENGTH} stroke-dashoffset=${LENGTH * (1 - part)}></circle>`}
    </svg>
    <p><b>${seconds ?? '…'}</b>${seconds === null ? '' : html`<span>${seconds === 1 ? 'second' : 'seconds'}</span>`}</p>
  </div>`;
}

/** Each sentence on a line of its own, for beneath the ring. */
export function asLines(words: string): TemplateResult[] {
  return words.split(/(?<=\.) /).map(line => html`<span class="line">${line} </span>`);
}

export const ringStyles = css`
  .ring { position: relative; width: min(58vw, 232px); aspect-ratio: 1; margin: 0 auto; }
  .ring svg { width: 100%; height: 100%; }
  .ring circle { fill: none; stroke-width: 12; }
  .ring .track { stroke: var(--track, var(--sunk)); }
  .ring .left { stroke: currentColor; stroke-linecap: round; transition: stroke-dashoffset 1s linear; }
  .ring p { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; }
  .ring b { font: 700 4.5rem/1 var(--font); font-variant-numeric: tabular-nums; letter-spacing: -0.03em; }
  .line { display: block; }
  .ring span { font: var(--t-label); }
  @media (prefers-reduced-motion: reduce) { .ring .left { transition: none; } }
`;
