import { css } from 'lit';

export const formStyles = css`
  label { display: grid; gap: 6px; font: var(--t-label); color: var(--ink-2); }
  /* Below 16 px iOS zooms into a field that is typed in. */
  input, select {
    font: 500 1.0625rem/1.3 var(--font); color: var(--ink); background: var(--card); min-height: var(--touch);
    border: 1.5px solid var(--ink-3); border-radius: var(--r-s); padding: 8px 14px; width: 100%; min-width: 0;
    font-variant-numeric: tabular-nums; appearance: none;
  }
  .select { position: relative; display: block; color: var(--ink-2); }
  .select svg { position: absolute; right: 12px; top: 14px; pointer-events: none; }
  select { padding-right: 40px; text-overflow: ellipsis; }
  .refused { color: var(--care); font: var(--t-label); font-weight: 600; min-height: 2.6em; }
`;
