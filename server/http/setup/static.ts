/** The setup pages' own looks. They stand alone: the app's files are behind another door. */
export const setupStyles = `
:root {
  color-scheme: light dark;
  --paper: #f6f4ef; --card: #fff; --sunk: #ece8e0; --line: #dfd9cd; --ink: #1c1e21; --ink-2: #565a60;
  --calm: #0f6b57; --calm-soft: #dcefe8; --watch: #2457a6; --care: #855000; --care-soft: #fbecd0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #121315; --card: #1c1e21; --sunk: #25282c; --line: #33373c; --ink: #f1efe9; --ink-2: #b9b8b3;
    --calm: #6fd3b5; --calm-soft: #143a31; --watch: #8db8ff; --care: #f4b860; --care-soft: #40300f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word;
  font: 400 1.0625rem/1.45 ui-rounded, -apple-system, system-ui, sans-serif;
  -webkit-text-size-adjust: 100%;
}
main { max-width: 36rem; margin: 0 auto; padding: 28px 20px calc(40px + env(safe-area-inset-bottom)); }
h1 { font-size: 1.8rem; line-height: 1.15; letter-spacing: -0.015em; margin: 0 0 12px; text-wrap: balance; }
h2 { font-size: 1.1rem; line-height: 1.3; margin: 0 0 8px; }
p { margin: 8px 0; }
a { color: var(--watch); }
.lead, .soft, nav { color: var(--ink-2); }
.soft, nav, details { font-size: 0.9375rem; }
nav a { display: inline-block; padding: 12px 10px 12px 0; }
.note { background: var(--care-soft); border-radius: 12px; padding: 12px 14px; }
.steps { list-style: none; counter-reset: step; margin: 20px 0; padding: 0; display: grid; gap: 14px; }
.steps > li {
  counter-increment: step; background: var(--card); border-radius: 16px; padding: 16px 16px 16px 58px;
  position: relative;
}
.steps > li::before {
  content: counter(step); position: absolute; left: 14px; top: 14px; width: 30px; height: 30px;
  border-radius: 50%; background: var(--sunk); display: grid; place-items: center; font-weight: 600;
}
.steps > li.done::before { content: "\\2713"; background: var(--calm); color: var(--card); }
.state { font-weight: 400; font-size: 0.875rem; color: var(--ink-2); white-space: nowrap; }
.done .state { color: var(--calm); }
.button {
  display: inline-flex; align-items: center; min-height: 50px; padding: 0 22px; border-radius: 14px;
  background: var(--ink); color: var(--paper); font-weight: 600; text-decoration: none;
}
:focus-visible { outline: 3px solid var(--watch); outline-offset: 2px; }
summary { min-height: 44px; display: flex; align-items: center; color: var(--watch); cursor: pointer; }
.said:empty { display: none; }
.drawing { display: block; width: 100%; max-width: 300px; margin: 10px 0; background: var(--sunk); border-radius: 14px; }
.drawing text { fill: var(--ink); font: 500 13px ui-rounded, -apple-system, system-ui, sans-serif; }
.drawing .title, .drawing .ask, .drawing .answer { text-anchor: middle; }
.drawing .strong { font-weight: 700; }
.drawing .row { fill: var(--card); }
.drawing .mark { stroke: var(--calm); stroke-width: 2.5; fill: var(--calm-soft); }
.drawing .line { fill: none; stroke: var(--ink-2); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.drawing .on { fill: var(--calm); }
.drawing .knob { fill: var(--card); }
`;

/**
 * Marks the steps that the hub has seen done, and tries by itself whether this browser trusts the hub:
 * an address on the app's port cannot be fetched while it does not.
 */
export const setupScript = `'use strict';
const list = document.querySelector('.steps');
const said = document.getElementById('said');
function mark(step, isDone) {
  const item = list.querySelector('[data-step="' + step + '"]');
  if (!item || item.classList.contains('done') || !isDone) return;
  item.classList.add('done');
  item.querySelector('.state').textContent = 'done';
  said.textContent = 'Done: ' + item.querySelector('h2').firstChild.textContent.trim();
}
async function look() {
  try {
    const answer = await fetch(list.dataset.base + '/progress');
    if (answer.status === 404 || answer.status === 403) {
      said.textContent = 'This link has run out. Steps that are done stay done.';
      return;
    }
    const progress = await answer.json();
    for (const step of Object.keys(progress)) mark(step, progress[step] === true);
    if (progress.root && !progress.identity) await trust();
  } catch {}
  setTimeout(look, 2000);
}
async function trust() {
  try {
    await fetch(list.dataset.app + '/healthz', { mode: 'no-cors', credentials: 'omit', cache: 'no-store' });
    mark('trust', true);
  } catch {}
}
look();
`;
