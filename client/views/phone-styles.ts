import { css } from 'lit';

export const phoneStyles = css`
  :host { max-width: 560px; margin: 0 auto; }
  h1 { margin: 2px 0 4px; }
  .said { min-height: 1.3em; margin: 6px 2px; font: var(--t-label); color: var(--calm); }
  .wrong { color: var(--care); font: var(--t-label); font-weight: 600; margin: 6px 2px; }
  .note { padding: 16px; color: var(--ink-2); font: var(--t-label); margin-top: var(--gap); display: grid; gap: 12px; justify-items: start; }
  .care { background: var(--care-soft); color: var(--ink); }
  .warning { color: var(--care); font-weight: 600; }
  .part { padding: 16px; display: grid; gap: 14px; font: var(--t-label); }
  .part > button { justify-self: start; }
  .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
  dl + .big { margin-top: var(--gap); }
  dl.card { margin: 0; }
`;
