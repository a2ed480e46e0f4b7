import { html, type TemplateResult } from 'lit';
import { icon } from './icon.ts';

/** A sheet's heading, which names it and has the focus first, and the way out. */
export function sheetHead(title: string, onClose: () => void): TemplateResult {
  return html`<div class="head">
    <h2 id="heading" tabindex="-1" autofocus>${title}</h2>
    <button class="close" aria-label="Close" @click=${onClose}>${icon('close')}</button>
  </div>`;
}
