import { css } from 'lit';

export const appStyles = css`
  :host {
    min-height: 100dvh; padding: 0 var(--edge) calc(var(--tabs) + var(--foot) + 20px);
  }
  header {
    display: flex; flex-wrap: wrap; gap: 0 12px; align-items: center; min-height: calc(56px + env(safe-area-inset-top));
    font: var(--t-label); color: var(--ink-2); position: sticky; top: 0; z-index: 3;
    background: var(--paper); margin: 0 calc(var(--edge) * -1); padding: env(safe-area-inset-top) var(--edge) 0;
  }
  .site { flex: 0 1 auto; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
  .site::first-letter { text-transform: uppercase; }
  /* It goes with every screen and never scrolls away: what is below is not what it seems. */
  .banner {
    flex: none; color: var(--watch); background: var(--watch-soft); border: 2px dashed currentColor;
    border-radius: var(--r-s); padding: 3px 9px; font: 700 0.8125rem/1.3 var(--font); letter-spacing: 0.05em;
  }
  .site, sec-link-state { min-height: 56px; line-height: 56px; }
  sec-link-state { flex: none; margin-left: auto; }
  sec-practice-bar { flex: 1 0 100%; min-height: 68px; }
  aside { font: var(--t-small); color: var(--ink-2); margin: 0 2px 6px; }
  main { display: block; min-height: 60dvh; }
  nav {
    position: fixed; z-index: 3; bottom: 0; left: 0; right: 0; display: flex;
    background: var(--paper); border-top: 1px solid var(--line); padding: 0 8px var(--foot);
  }
  nav a {
    flex: 1; display: grid; justify-items: center; align-content: center; gap: 2px;
    min-height: var(--tabs); font: 500 0.8125rem/1.2 var(--font); color: var(--ink-2);
    text-decoration: none; border-radius: var(--r-s); position: relative; touch-action: manipulation;
  }
  nav a:focus-visible { outline-offset: -3px; }
  nav a[aria-current] { color: var(--calm); font-weight: 700; }
  nav a[aria-current]::before {
    content: ''; position: absolute; top: -1px; width: 36px; height: 3px; border-radius: 0 0 3px 3px;
    background: currentColor;
  }
  .update {
    position: fixed; z-index: 4; left: var(--edge); right: var(--edge); top: calc(64px + env(safe-area-inset-top));
    display: flex; align-items: center; justify-content: space-between; gap: 12px; max-width: 420px;
    margin: auto; padding: 8px 8px 8px 16px; border-radius: var(--r-m); background: var(--ink);
    color: var(--paper); font: var(--t-label); box-shadow: var(--shade);
  }
  .update button { background: var(--paper); color: var(--ink); }
  @media (min-width: 900px) {
    :host { padding: 0 48px 48px calc(120px + 48px); }
    header, main, aside { max-width: 1080px; margin-left: auto; margin-right: auto; }
    header { padding: 0; }
    nav {
      right: auto; top: 0; width: 120px; flex-direction: column; border-top: 0; gap: 6px;
      border-right: 1px solid var(--line); padding: 64px 8px 0;
    }
    nav a { flex: none; min-height: 72px; }
    nav a[aria-current] { background: var(--sunk); }
    nav a[aria-current]::before { top: 24px; left: 0; width: 3px; height: 24px; border-radius: 3px; }
  }
`;
