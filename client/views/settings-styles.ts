import { css } from 'lit';

export const settingsStyles = css`
  /* Room below for the bar, whether it is there or not: nothing moves when it comes. */
  :host { max-width: 560px; margin: 0 auto; padding-bottom: 76px; }
  h1 { margin: 2px 0 12px; min-height: 2.28em; overflow-wrap: anywhere; }
  h2 { font: var(--t-title); color: var(--ink); margin: 26px 2px 8px; }
  .note { padding: 14px 16px; color: var(--ink-2); font: var(--t-label); margin-bottom: var(--gap); display: grid; gap: 10px; justify-items: start; }
  .note p { display: flex; gap: 8px; align-items: start; }
  .note svg { flex: none; color: var(--care); }
  .care { background: var(--care-soft); color: var(--ink); }
  .said { min-height: 1.3em; margin: 0 2px 8px; font: var(--t-label); color: var(--calm); }
  .said:empty { margin-bottom: 0; }
  .soft { font: var(--t-label); margin: 0 2px 10px; }
  .bone { height: 560px; border-radius: var(--r-m); }

  .rows { padding: 4px 8px; }
  .rows li + li { border-top: 1px solid var(--line); }
  .rows a, .rows button { display: grid; grid-template-columns: 24px minmax(0, 1fr) 20px; gap: 12px; align-items: center; width: 100%; min-height: 64px; padding: 8px; color: var(--ink); text-align: start; text-decoration: none; background: none; border-radius: var(--r-s); font: var(--t-label); }
  .rows.plain a, .rows.plain button { grid-template-columns: minmax(0, 1fr) 20px; }
  .rows svg { color: var(--ink-2); }
  .rows small { display: block; color: var(--ink-2); margin-top: 1px; overflow-wrap: anywhere; }
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
  input[type='checkbox']:not([role]) { appearance: auto; width: 22px; height: 22px; min-height: 0; margin: 0; accent-color: var(--calm); }
  .tick:has(:focus-visible) { outline: 3px solid var(--watch); outline-offset: 2px; }
  input[type='checkbox']:not([role]):focus-visible { outline: none; }

  .days { display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); gap: 4px; }
  .day { position: relative; display: grid; justify-items: center; align-content: center; min-height: 56px; border: 1.5px solid var(--line); border-radius: var(--r-s); color: var(--ink-2); font: var(--t-small); cursor: pointer; gap: 3px; padding: 4px 0; }
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
