import { html, type TemplateResult } from 'lit';
import { icon } from './icon.ts';

/** The way up from a part of a screen: an app on the Home Screen has no button of the browser. */
export function backLink(path: string, word: string): TemplateResult {
  return html`<a class="back" href=${path}>${icon('back', 20)} ${word}</a>`;
}
