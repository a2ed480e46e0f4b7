import { html, nothing, type TemplateResult } from 'lit';

interface TextField {
  name: string;
  label: string;
  value?: string;
  hint?: string;
  /** What is wrong with what was written. */
  wrong: string | null;
}

/** A name to write, with what is wrong with it beside it. For use inside a form. */
export function nameField({ name, label, value = '', hint, wrong }: TextField): TemplateResult {
  const said = [hint ? `${name}-hint` : '', wrong === null ? '' : `${name}-wrong`];
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <input id=${name} name=${name} .value=${value} required maxlength="64" autocomplete="off"
      autocapitalize="words" spellcheck="false" aria-invalid=${wrong === null ? nothing : 'true'}
      aria-describedby=${said.filter(id => id !== '').join(' ') || nothing}>
    ${hint ? html`<small id="${name}-hint">${hint}</small>` : nothing}
    ${wrong === null ? nothing : html`<p class="wrong" role="alert" id="${name}-wrong">${wrong}</p>`}
  </div>`;
}
