import { css } from 'lit';

/** Facts as pairs, and buttons that end something. */
export const detailStyles = css`
  dl { margin: 8px 0 0; }
  dl > div { display: grid; grid-template-columns: 7.5em 1fr; gap: 12px; padding: 12px 0; font: var(--t-label); }
  dl > div + div { border-top: 1px solid var(--line); }
  dt { color: var(--ink-2); }
  dd small { display: block; }
  form { display: grid; gap: 18px; margin-top: 18px; }
  form .choices { margin-top: 0; }
  h3 { font: var(--t-label); color: var(--ink-2); margin: 24px 0 4px; padding-top: 20px; border-top: 1px solid var(--line); }
  .keys { font: var(--t-label); }
  .danger { color: var(--alarm); }
  .danger:disabled { color: var(--ink-2); }
  dialog .state { color: var(--care); font: var(--t-label); margin-top: 4px; }
`;
