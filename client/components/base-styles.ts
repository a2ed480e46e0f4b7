import { css } from 'lit';

/** What every component starts from: resets, cards, rows, buttons, focus. */
export const baseStyles = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host { display: block; }
  :host([hidden]), [hidden] { display: none !important; }
  h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  h1 { font: var(--t-hero); letter-spacing: -0.015em; text-wrap: balance; }
  h1:focus { outline: none; }
  h2 { font: var(--t-label); color: var(--ink-2); margin: 24px 2px 8px; }
  a { color: var(--watch); }
  time, .number { font-variant-numeric: tabular-nums; }
  small { font: var(--t-small); color: var(--ink-3); }
  svg { display: block; }
  :focus-visible { outline: 3px solid var(--watch); outline-offset: 2px; }

  .card { background: var(--card); border-radius: var(--r-m); padding: 4px 16px; }
  .back { display: inline-flex; align-items: center; gap: 2px; min-height: var(--touch); margin-left: -5px; padding-right: 12px; font: var(--t-label); text-decoration: none; }
  .soft { color: var(--ink-2); }
  .hidden-words {
    position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap;
  }
  .bone { background: var(--sunk); border-radius: var(--r-s); color: transparent; user-select: none; }

  button, .button {
    appearance: none; border: 0; font: var(--t-label); color: inherit; cursor: pointer;
    min-height: var(--touch); padding: 0 18px; border-radius: var(--r-m); background: var(--sunk);
    display: inline-flex; align-items: center; justify-content: center; gap: 8px;
    text-decoration: none; touch-action: manipulation; -webkit-tap-highlight-color: transparent;
  }
  button:disabled, button[aria-disabled='true'] { color: var(--ink-2); cursor: default; }
  .primary { background: var(--ink); color: var(--paper); }
  .primary:disabled { background: var(--sunk); color: var(--ink-2); }
  .big { min-height: 60px; width: 100%; font: 600 1.125rem/1.2 var(--font); padding: 8px 18px; }
  .quiet { background: none; color: var(--watch); }

  @media (forced-colors: active) {
    button, .card { border: 1px solid; }
  }
`;
