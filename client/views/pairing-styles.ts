import { css } from 'lit';

export const pairingStyles = css`
  dialog .lead { font: var(--t-label); color: var(--ink-2); min-height: 1.4em; }
  .parts { display: grid; gap: 20px; margin-top: 12px; }
  .qr { display: grid; justify-items: center; gap: 10px; }
  /* White in the dark too: cameras want it so. */
  .qr img { width: 216px; height: 216px; border-radius: var(--r-m); background: #fff; display: block; }
  .qr p { font: var(--t-label); }
  .links { display: flex; flex-wrap: wrap; gap: 8px; justify-content: center; }
  sec-copy-button { display: flex; gap: 8px; }
  .password { background: var(--sunk); border-radius: var(--r-m); padding: 14px 16px; display: grid; gap: 8px; justify-items: start; }
  .password p { font: var(--t-label); }
  .password output {
    font: 600 1.375rem/1.5 ui-monospace, "SF Mono", Menlo, monospace; color: var(--ink);
    display: flex; flex-wrap: wrap; user-select: all; overflow-wrap: normal;
  }
  .password output span { white-space: pre; }
  .password sec-copy-button { --sunk: var(--card); }
  h3 { font: var(--t-label); color: var(--ink-2); margin: 0; }
  details { font: var(--t-label); color: var(--ink-2); }
  summary { min-height: var(--touch); display: flex; align-items: center; gap: 6px; cursor: pointer; list-style: none; border-radius: var(--r-s); }
  summary::-webkit-details-marker { display: none; }
  details[open] summary svg { transform: rotate(180deg); }
  details code {
    display: grid; grid-template-columns: repeat(8, 1fr); gap: 2px 0; margin-top: 10px;
    font: 500 0.9375rem/1.5 ui-monospace, "SF Mono", Menlo, monospace; color: var(--ink);
  }
  .note { color: var(--care); font: var(--t-label); }
  @media (min-width: 900px) {
    .wide { width: 820px; }
    .wide .parts { grid-template-columns: 300px 1fr; gap: 36px; align-items: start; }
    .qr img { width: 260px; height: 260px; }
  }
`;
