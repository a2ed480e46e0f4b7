import { css } from 'lit';

export const dayStyles = css`
  .title { font: var(--t-label); color: var(--ink-2); }
  .tools { display: grid; grid-template-columns: 1fr auto; gap: 10px; align-items: end; margin: 10px 0; }
  .tools button { min-width: 104px; }
  [aria-pressed='true'] { background: var(--ink); color: var(--paper); }
  .note { padding: 18px 16px; color: var(--ink-2); font: var(--t-label); min-height: 58px; display: grid; gap: 12px; justify-items: start; }
  .bone { height: 58px; margin-bottom: 8px; border-radius: var(--r-m); }
  .more { width: 100%; margin-top: 12px; }
  .stale { color: var(--care); font: var(--t-label); margin: 8px 2px; }
  .past { display: grid; grid-template-columns: 24px 1fr 20px; gap: 12px; align-items: center; min-height: 60px; margin-top: var(--gap); color: var(--ink); text-decoration: none; font: var(--t-label); }
  .past svg { color: var(--ink-2); }
  sec-day-lanes { margin-top: 8px; }
  /* Until the list has come, what stands below it starts below the screen and need not jump. */
  .coming { min-height: 100dvh; }
  @media (min-width: 900px) {
    .columns { display: grid; grid-template-columns: 6fr minmax(400px, 5fr); gap: 48px; align-items: start; }
    .side { position: sticky; top: 24px; }
  }
`;
