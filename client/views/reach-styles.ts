import { css } from 'lit';

export const reachStyles = css`
  :host { max-width: 560px; margin: 0 auto; }
  /* As much as it mostly takes, so that what follows stays where it was. */
  h1 { margin: 2px 0 8px; min-height: 2.28em; }
  .rest:empty { display: none; }
  .rest { margin: 0 2px 8px; color: var(--ink-2); }
  .note { padding: 16px; color: var(--ink-2); font: var(--t-label); margin-bottom: var(--gap); display: grid; gap: 12px; justify-items: start; }
  .care { background: var(--care-soft); color: var(--ink); }
  .said { min-height: 1.3em; margin: 6px 2px 8px; font: var(--t-label); color: var(--calm); }
  .wrong { color: var(--care); font: var(--t-label); font-weight: 600; margin: 0 2px 10px; }
  .more { display: grid; grid-template-columns: 24px 1fr 20px; gap: 12px; align-items: center; min-height: 60px; margin-bottom: var(--gap); color: var(--ink); text-decoration: none; font: var(--t-label); }
  .more svg { color: var(--ink-2); }
  dl > div { display: grid; grid-template-columns: 7.5em minmax(0, 1fr); gap: 12px; padding: 14px 0; font: var(--t-label); }
  dl > div:has(pre) { grid-template-columns: minmax(0, 1fr); gap: 4px; }
  dl > div + div { border-top: 1px solid var(--line); }
  dt { color: var(--ink-2); }
  dd { overflow-wrap: anywhere; }
  dd small { display: block; color: var(--ink-2); margin-top: 3px; }
  dd p { display: flex; gap: 8px; margin-top: 6px; }
  dd p:first-child { margin-top: 0; }
  dd p svg { flex: none; }
  dd pre { font: 500 0.8125rem/1.5 ui-monospace, 'SF Mono', Menlo, monospace; background: var(--sunk); color: var(--ink); border-radius: var(--r-s); padding: 10px 12px; margin: 8px 0 0; overflow-x: auto; }
  .warning, dd small.warning, li small.warning { color: var(--care); font-weight: 600; }
  .lost li { padding: 12px 0; font: var(--t-label); display: grid; gap: 2px; overflow-wrap: anywhere; }
  .lost li + li { border-top: 1px solid var(--line); }
  .lost time { font: var(--t-small); color: var(--ink-2); }
  .lost b { font-weight: 600; }
  .bone { height: 120px; margin-bottom: var(--gap); border-radius: var(--r-m); }
`;
