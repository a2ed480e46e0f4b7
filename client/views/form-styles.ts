import { css } from 'lit';

export const formStyles = css`
  label, .field { display: grid; gap: 6px; font: var(--t-label); color: var(--ink-2); }
  /* Below 16 px iOS zooms into a field that is typed in. */
  input, select {
    font: 500 1.0625rem/1.3 var(--font); color: var(--ink); background: var(--card); min-height: var(--touch);
    border: 1.5px solid var(--ink-3); border-radius: var(--r-s); padding: 8px 14px; width: 100%; min-width: 0;
    font-variant-numeric: tabular-nums; appearance: none;
  }
  [aria-invalid='true'] { border-color: var(--care); border-width: 2px; }
  .select { position: relative; color: var(--ink-2); }
  .select svg { position: absolute; right: 12px; bottom: 14px; pointer-events: none; }
  select { padding-right: 40px; text-overflow: ellipsis; }
  .refused, .wrong { color: var(--care); font: var(--t-label); font-weight: 600; }
  .refused { min-height: 2.6em; }
  .wrong:empty { display: none; }
  fieldset { border: 0; margin: 0; padding: 0; min-width: 0; display: grid; gap: 8px; }
  legend { padding: 0; margin-bottom: 6px; font: var(--t-label); color: var(--ink-2); }
  .choice {
    display: grid; grid-template-columns: 24px 1fr; gap: 12px; align-items: center; padding: 10px 14px;
    min-height: 60px; border: 1.5px solid var(--line); border-radius: var(--r-m); color: var(--ink); cursor: pointer;
  }
  .choice small { display: block; color: var(--ink-2); }
  .choice:has(:checked) { border-color: var(--calm); background: var(--calm-soft); }
  .choice:has(:focus-visible) { outline: 3px solid var(--watch); outline-offset: 2px; }
  input[type='radio'] { appearance: auto; width: 22px; height: 22px; min-height: 0; margin: 0; accent-color: var(--calm); }
  input[type='radio']:focus-visible { outline: none; }
`;
