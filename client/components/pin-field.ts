import { html, nothing, type TemplateResult } from 'lit';

interface PinField {
  name: string;
  label: string;
  hint?: string;
  wrong?: string | null;
}

/** Digits that nobody beside should read. For use inside a form. */
export function pinField({ name, label, hint, wrong = null }: PinField): TemplateResult {
  const said = [hint ? `${name}-hint` : '', wrong === null ? '' : `${name}-wrong`];
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <input id=${name} name=${name} type="password" inputmode="numeric" autocomplete="off" required
      pattern="\\d{6,12}" maxlength="12" title="6 to 12 digits" class="pin"
      aria-invalid=${wrong === null ? nothing : 'true'}
      aria-describedby=${said.filter(id => id !== '').join(' ') || nothing}>
    ${hint ? html`<small id="${name}-hint">${hint}</small>` : nothing}
    ${wrong === null ? nothing : html`<p class="wrong" role="alert" id="${name}-wrong">${wrong}</p>`}
  </div>`;
}
