import { html, type TemplateResult } from 'lit';
import type { ChangeWords } from '../words/settings-changes.ts';

/** Changes in words, a line each. For use inside a list that has `settingsStyles`. */
export function changeList(changes: readonly ChangeWords[]): TemplateResult {
  return html`<ul class="changes">${changes.map(
    ({ what, from, to }) =>
      html`<li><span><b>${what}</b>: ${
        from === null
          ? to
          : html`${from} <span aria-hidden="true">→</span> <span class="hidden-words">becomes</span> ${to}`
      }</span></li>`,
  )}</ul>`;
}
