import { css } from 'lit';

export const settingsStyles = css`
  /* Room below for the bar, whether it is there or not: nothing moves when it comes. */
  :host { max-width: 560px; margin: 0 auto; padding-bottom: 76px; }
  h1 { margin: 2px 0 6px; overflow-wrap: anywhere; }
  h2 { font: var(--t-title); color: var(--ink); margin: 26px 2px 8px; }
  .note { padding: 14px 16px; color: var(--ink-2); font: var(--t-label); margin-bottom: var(--gap); display: grid; gap: 10px; justify-items: start; }
  .note p { display: flex; gap: 8px; align-items: start; }
  .note svg { flex: none; color: var(--care); }
  .care { background: var(--care-soft); color: var(--ink); }
  .said { min-height: 1.3em; margin: 0 2px 8px; font: var(--t-label); color: var(--calm); }
  .said:empty { margin-bottom: 4px; }
  .said + h2 { margin-top: 4px; }
  .note li { font-weight: 600; }
  .soft { font: var(--t-label); margin: 0 2px 10px; }
  .bone { height: 560px; border-radius: var(--r-m); }

  .rows { padding: 4px 8px; }
  .rows li + li { border-top: 1px solid var(--line); }
  .rows a, .rows button { display: grid; grid-template-columns: 24px minmax(0, 1fr) 20px; gap: 12px; align-items: center; width: 100%; min-height: 64px; padding: 8px; color: var(--ink); text-align: start; text-decoration: none; background: none; border-radius: var(--r-s); font: var(--t-label); }
  .rows.plain a, .rows.plain button { grid-template-columns: minmax(0, 1fr) 20px; }
  .rows svg { color: var(--ink-2); }
  .rows small { display: block; color: var(--ink-2); margin-top: 1px; overflow-wrap: anywhere; text-wrap: pretty; }
  .rows small.warn { color: var(--care); font-weight: 600; }
  .rows .words { min-width: 0; }

  .group { display: grid; gap: 16px; padding: 16px; border-radius: var(--r-m); background: var(--card); margin-bottom: var(--gap); }
  .group h2 { margin: 0; overflow-wrap: anywhere; }
  .group legend { font-weight: 600; color: var(--ink); margin-bottom: 8px; }
  .field label { font-weight: 600; color: var(--ink); }
  .field small, .group small { color: var(--ink-2); }
  .fixed { display: block; font: var(--t-small); font-weight: 600; color: var(--ink-2); }
  fieldset > hr { width: 100%; border: 0; border-top: 1px solid var(--line); margin: 4px 0; }
  input:disabled { background: var(--sunk); color: var(--ink-2); -webkit-text-fill-color: var(--ink-2); opacity: 1; }
  fieldset:disabled label { cursor: default; }
  fieldset:disabled .switch input::before { border-color: var(--ink-3); }
  fieldset:disabled .switch input:checked::before { background: var(--ink-3); }

  .tick { display: grid; grid-template-columns: 24px minmax(0, 1fr); gap: 12px; align-items: center; min-height: var(--touch); color: var(--ink); cursor: pointer; border-radius: var(--r-s); overflow-wrap: anywhere; }
  .tick + .tick { border-top: 1px solid var(--line); border-radius: 0; }
  .tick small { display: block; }
  .ticks { gap: 0; }
  .tick input { position: relative; width: 24px; height: var(--touch); margin: 0; padding: 0; border: 0; background: none; cursor: pointer; }
  .tick input::before { content: ''; position: absolute; inset: 12px 0; border: 2px solid var(--ink-3); border-radius: 6px; background: var(--card); }
  .tick input:checked::before { background: var(--calm); border-color: var(--calm); }
  .tick input:checked::after { content: ''; position: absolute; top: 16px; left: 8px; width: 8px; height: 13px; border: solid var(--card); border-width: 0 2.5px 2.5px 0; transform: rotate(42deg); }
  .tick input[aria-invalid]:not(:checked)::before { border-color: var(--care); }
  fieldset:disabled .tick input:checked::before { background: var(--ink-3); border-color: var(--ink-3); }
  .tick:has(:focus-visible) { outline: 3px solid var(--watch); outline-offset: 2px; }
  .tick input:focus-visible, .day input:focus-visible { outline: none; }

  .days { display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); gap: 4px; }
  .day { position: relative; display: grid; justify-items: center; align-content: center; min-height: 56px; border: 1.5px solid var(--line); border-radius: var(--r-s); color: var(--ink-2); font: var(--t-small); cursor: pointer; gap: 3px; padding: 4px 0; }
  .day input { position: absolute; inset: 0; height: 100%; margin: 0; padding: 0; border: 0; border-radius: inherit; background: none; cursor: pointer; }
  .day::after { content: ''; width: 6px; height: 10px; border: solid transparent; border-width: 0 2.5px 2.5px 0; transform: rotate(42deg); }
  .day:has(:checked)::after { border-color: var(--calm); }
  .day:has(:checked) { border-color: var(--calm); background: var(--calm-soft); color: var(--ink); font-weight: 600; }
  .day:has(:focus-visible) { outline: 3px solid var(--watch); outline-offset: 2px; }
  .thirds { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 6px; }
  .thirds .choice { grid-template-columns: 22px minmax(0, 1fr); gap: 6px; min-height: 52px; padding: 8px 10px; }
  .remove { color: var(--alarm); justify-self: start; }
  .remove:disabled { color: var(--ink-2); }
  .add { margin-top: 4px; }

  .changes li { padding: 10px 0; font: var(--t-label); overflow-wrap: anywhere; }
  .changes li + li { border-top: 1px solid var(--line); }
  .changes b { font-weight: 600; }
`;
