import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../components/icon.ts';
import type { SettingsState } from '../data/settings-draft.ts';
import { lockedWords } from '../words/settings.ts';
import { conflictWords } from '../words/settings-replay.ts';

interface Notes {
  isPast: boolean;
  said: string;
  onReload: () => void;
}

/** What stands between the settings and whoever would change them, above each page. */
export function settingsNotes(
  { page, newer, conflicts }: SettingsState,
  { isPast, said, onReload }: Notes,
): TemplateResult {
  const locked = page?.locked ?? null;
  return html`
    ${isPast ? note('The house is out of reach: nothing can be changed now.') : nothing}
    ${locked === null ? nothing : note(lockedWords(locked))}
    ${
      newer === null
        ? nothing
        : html`<div class="card note care" role="alert">
            <p>${icon('care', 20)} Somebody changed the settings meanwhile. What you changed is kept.</p>
            <button @click=${onReload}>Reload</button></div>`
    }
    ${
      conflicts.length === 0 || !page
        ? nothing
        : html`<div class="card note care" role="alert">
            <p>${icon('care', 20)} You both changed this, and what they saved stays. Change it again if it should
              be as you had it:</p>
            <ul>${conflicts.map(conflict => html`<li>${conflictWords(conflict, page.settings)}</li>`)}</ul></div>`
    }
    <p class="said" role="status">${said}</p>`;
}

function note(words: string): TemplateResult {
  return html`<div class="card note care"><p>${icon('care', 20)} ${words}</p></div>`;
}
