import { css } from 'lit';

/** A dialog that rises from the thumb's side on a phone and stands in the middle elsewhere. */
export const sheetStyles = css`
  dialog {
    border: 0; padding: 24px var(--edge) calc(20px + var(--foot)); color: var(--ink);
    background: var(--card); width: 100%; max-width: 100%; max-height: 85dvh; overflow: auto;
    margin: auto 0 0; border-radius: var(--r-l) var(--r-l) 0 0; overscroll-behavior: contain;
  }
  dialog::backdrop { background: rgb(0 0 0 / 50%); }
  dialog[open] { animation: rise var(--slow) var(--ease); }
  @keyframes rise { from { transform: translateY(40px); opacity: 0; } }
  dialog h2 { font: var(--t-title); color: var(--ink); margin: 0 0 8px; }
  dialog p { color: var(--ink-2); }
  dialog ul { margin: 12px 0 0; }
  dialog li { padding: 12px 0; border-top: 1px solid var(--line); display: flex; gap: 12px; }
  dialog li svg { color: var(--care); flex: none; }
  dialog h2:focus { outline: none; }
  .head { display: grid; grid-template-columns: minmax(0, 1fr) var(--touch); gap: 8px; align-items: start; }
  .head h2 { padding-top: 10px; overflow-wrap: anywhere; }
  .head .close { padding: 0; border-radius: 50%; }
  .choices { display: grid; gap: 10px; margin-top: 20px; }
  @media (min-width: 600px) {
    dialog { margin: auto; width: 440px; border-radius: var(--r-l); padding: 28px; }
  }
`;
