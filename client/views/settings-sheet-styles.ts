import { css } from 'lit';

/** Lists within a sheet of the settings: what changes, and what the past says of it. */
export const sheetListStyles = css`
  h3 { font: var(--t-label); color: var(--ink-2); margin: 20px 0 4px; }
  dialog .changes { margin: 0; }
  dialog .changes li { padding: 10px 0; font: var(--t-label); display: block; overflow-wrap: anywhere; }
  dialog .changes li:first-child { border-top: 0; }
  .changes b { font-weight: 600; }
  /* As tall as what mostly comes. */
  .past { min-height: 5.5em; }
  dialog .past p { color: var(--ink); margin-top: 4px; }
  dialog .lost { display: flex; gap: 10px; padding: 12px 14px; margin-top: 8px; border-radius: var(--r-m); background: var(--care-soft); color: var(--ink); font: var(--t-label); font-weight: 600; }
  .lost svg { flex: none; color: var(--care); }
  .wrong { color: var(--care); font: var(--t-label); font-weight: 600; margin-top: 8px; }
  dialog .wrong { color: var(--care); }
  .wrong:empty { display: none; }
  summary { min-height: var(--touch); display: flex; align-items: center; gap: 6px; cursor: pointer; list-style: none; font: var(--t-label); color: var(--ink-2); border-radius: var(--r-s); }
  summary::-webkit-details-marker { display: none; }
  details[open] summary svg { transform: rotate(180deg); }
  dialog details ul { margin: 0; }
  dialog details li { display: grid; gap: 2px; padding: 10px 0; font: var(--t-label); }
  details li small { color: var(--ink-2); }
`;
