import { css, html, nothing, type TemplateResult } from 'lit';

interface SwitchField {
  name: string;
  title: string;
  text?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** On or off, with what it means. For use inside a form; wants `switchStyles` after `formStyles`. */
export function switchField({ name, title, text, isOn, onChange }: SwitchField): TemplateResult {
  return html`<div class="switch">
    <label for=${name}>${title}</label>
    <input id=${name} type="checkbox" role="switch" .checked=${isOn}
      aria-describedby=${text ? `${name}-text` : nothing}
      @change=${({ target }: Event) => {
        if (target instanceof HTMLInputElement) onChange(target.checked);
      }}>
    ${text ? html`<small id="${name}-text">${text}</small>` : nothing}
  </div>`;
}

export const switchStyles = css`
  .switch { display: grid; grid-template-columns: minmax(0, 1fr) 52px; column-gap: 14px; align-items: center; }
  .switch label { font: var(--t-label); font-weight: 600; color: var(--ink); min-height: var(--touch); align-content: center; cursor: pointer; }
  .switch small { grid-column: 1 / -1; color: var(--ink-2); margin-top: -4px; }
  .switch input { position: relative; width: 52px; height: var(--touch); margin: 0; padding: 0; border: 0; border-radius: 16px; background: none; cursor: pointer; }
  .switch input::before, .switch input::after { content: ''; position: absolute; transition: transform var(--fast) var(--ease); }
  .switch input::before { inset: 8px 0; border-radius: 16px; background: var(--card); border: 2px solid var(--ink-3); }
  .switch input::after { top: 13px; left: 5px; width: 22px; height: 22px; border-radius: 50%; background: var(--ink-3); }
  .switch input:checked::before { background: var(--calm); border-color: var(--calm); }
  .switch input:checked::after { background: var(--card); transform: translateX(20px); }
`;
