import { css } from 'lit';

/** A card of one line that leads to where something of one's own is to be done. */
export const cardLink = css`
  a {
    display: grid; grid-template-columns: 24px 1fr 20px; gap: 12px; align-items: center; padding: 14px 16px; min-height: 60px;
    border-radius: var(--r-m); background: var(--care-soft); color: var(--ink); text-decoration: none; margin-top: var(--gap);
  }
  svg, b { color: var(--care); }
`;
