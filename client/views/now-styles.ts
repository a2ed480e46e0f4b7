import { css } from 'lit';

export const nowStyles = css`
  .hero { margin: 14px 0 18px; }
  .hero .tone {
    display: inline-flex; align-items: center; gap: 6px; font: var(--t-label); font-weight: 650;
    padding: 6px 12px 6px 10px; border-radius: 99px; margin-bottom: 12px;
  }
  .tone.calm { color: var(--calm); background: var(--calm-soft); }
  .tone.watch { color: var(--watch); background: var(--watch-soft); }
  .tone.idle { color: var(--idle); background: var(--idle-soft); }
  .tone.care { color: var(--care); background: var(--care-soft); }
  .tone.alarm { color: var(--alarm); background: var(--alarm-soft); }
  .line { display: block; }
  .hero h1 { min-height: 2.28em; }
  .hero.compact h1, .hero .compact { font: var(--t-title); min-height: 0; }
  .hero details { margin-top: 4px; color: var(--ink-2); }
  .hero summary { min-height: var(--touch); display: flex; align-items: center; cursor: pointer; list-style: none; gap: 4px; }
  .hero summary svg { color: var(--ink-3); }
  .hero details[open] summary svg { transform: rotate(180deg); }
  .hero summary::-webkit-details-marker { display: none; }
  .hero details p { font: var(--t-small); padding-bottom: 8px; }
  .head { position: relative; }
  .head sec-hold-button { position: absolute; top: -6px; right: 0; z-index: 1; }
  sec-mode-panel sec-hold-button { display: block; width: fit-content; min-height: var(--touch); margin: 10px auto 0; }
  sec-garage-doors { display: block; min-height: 144px; }
  sec-incident-card { display: block; min-height: 385px; }
  sec-leaving-part { min-height: 440px; }
  sec-leaving-part, sec-entry-part { display: block; }
  .later { display: grid; grid-template-columns: 24px 1fr auto; gap: 12px; align-items: center; padding: 8px 8px 8px 16px; margin-bottom: 18px; font: var(--t-label); }
  .later svg { color: var(--calm); }
  .entry { max-width: 560px; margin: 0 auto; padding-bottom: 216px; }
  .seen { min-height: var(--touch); display: inline-flex; align-items: center; font: var(--t-label); }
  .past { color: var(--care); font: var(--t-label); margin: 10px 0 4px; }
  .refused { color: var(--care); font: var(--t-label); margin-top: 10px; }
  .bone.row { height: 60px; margin-bottom: 8px; border-radius: var(--r-m); }
  .bone.dock { height: 128px; border-radius: var(--r-l); }
  .columns { padding-bottom: 188px; }
  sec-mode-panel, .bone.dock {
    position: fixed; z-index: 4; left: var(--edge); right: var(--edge);
    bottom: calc(var(--tabs) + var(--foot) + 10px);
  }
  /* The list runs out under the control instead of showing through it. */
  sec-mode-panel::before {
    content: ''; position: absolute; z-index: -1; inset: -12px calc(var(--edge) * -1) -10px;
    background: linear-gradient(transparent, var(--paper) 14px);
  }
  @media (min-width: 900px) {
    .columns { display: grid; grid-template-columns: minmax(380px, 5fr) 6fr; gap: 48px; padding: 0; }
    .first { position: sticky; top: 24px; align-self: start; }
    .second > :first-child h2 { margin-top: 14px; }
    sec-mode-panel, .bone.dock { position: relative; inset: auto; margin-top: 16px; }
    sec-mode-panel::before { content: none; }
  }
`;
