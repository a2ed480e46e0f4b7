import { css } from 'lit';

export const incidentStyles = css`
  :host { max-width: 1080px; margin: 0 auto; }
  .block { background: var(--card); padding: 20px; border-radius: var(--r-l); }
  .block > p { display: flex; gap: 8px; align-items: center; font: var(--t-label); color: var(--ink-2); }
  .block > h1 { margin-top: 8px; overflow-wrap: anywhere; }
  .block > h1 ~ p { margin-top: 8px; font: var(--t-body); }
  .open { background: var(--alarm-block); color: #fff; }
  .open > p { color: inherit; }
  .sounding svg { animation: breathe 2s ease-in-out infinite; }
  @keyframes breathe { 50% { opacity: 0.25; } }
  @media (prefers-reduced-motion: reduce) { .sounding svg { animation: none; } }
  .choices { display: grid; gap: 10px; margin-top: var(--gap); }
  .note { padding: 16px; color: var(--ink-2); font: var(--t-label); margin-top: var(--gap); display: grid; gap: 12px; justify-items: start; }
  .care { background: var(--care-soft); color: var(--ink); }
  .wrong { color: var(--care); font: var(--t-label); font-weight: 600; margin: 10px 2px 0; }
  .told { margin: 0 2px var(--gap); font: var(--t-body); }
  .fine { font: var(--t-small); color: var(--ink-2); margin: 8px 2px 0; }
  .waiting { min-height: 240px; padding-top: 52px; }
  @media (min-width: 900px) {
    .columns { display: grid; grid-template-columns: minmax(380px, 5fr) 6fr; gap: 48px; align-items: start; }
    .first { position: sticky; top: 24px; }
    .second > h2:first-child { margin-top: 0; }
  }
`;
