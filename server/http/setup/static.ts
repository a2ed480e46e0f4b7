/** The setup pages' own looks. They stand alone: the app's files are behind another door. */
export const setupStyles = `body { font: 17px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 0 auto; padding: 1rem; }
`;

/** Marks the steps that the hub has seen done. */
export const setupScript = `'use strict';
const page = document.querySelector('[data-progress]');
async function look() {
  try {
    const answer = await fetch(page.dataset.progress);
    if (answer.ok) {
      const progress = await answer.json();
      for (const step of document.querySelectorAll('[data-step]')) {
        step.classList.toggle('done', progress[step.dataset.step] === true);
      }
    }
  } catch {}
  setTimeout(look, 2000);
}
if (page) look();
`;
