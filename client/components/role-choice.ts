import { html, type TemplateResult } from 'lit';
import type { Role } from '../../server/protocol.ts';
import { ROLES, roleMeans, roleTitle } from '../words/role.ts';

/** What somebody may do, in words that decide it. For use inside a form. */
export function roleChoice(chosen: Role, onChosen: (role: Role) => void): TemplateResult {
  return html`<fieldset>
    <legend>What may they do?</legend>
    ${ROLES.map(
      role => html`<label class="choice">
        <input type="radio" name="role" value=${role} .checked=${role === chosen}
          @change=${() => onChosen(role)}>
        <span>${roleTitle[role]}<small>${roleMeans[role]}</small></span>
      </label>`,
    )}
  </fieldset>`;
}

/** A guest's last day, which may be left open. For use inside a form. */
export function lastDayField(value: string, today: string, wrong: string | null): TemplateResult {
  return html`<div class="field">
    <label for="last-day">Last day, if there is one</label>
    <input id="last-day" name="lastDay" type="date" min=${today} .value=${value} aria-describedby="last-day-hint">
    <small id="last-day-hint">Their phones open nothing from midnight on.</small>
    ${wrong === null ? '' : html`<p class="wrong" role="alert">${wrong}</p>`}
  </div>`;
}
