import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Removal } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { icon } from '../components/icon.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import { endedWords } from '../words/people.ts';

/** What went with somebody, and what the hub cannot end. Properties: `name`, `removal`. Events: `closed`. */
export class RemovalSheet extends LitElement {
  static override properties = { name: {}, removal: { attribute: false } };
  static override styles = [
    baseStyles,
    sheetStyles,
    css`
      h3 { font: var(--t-label); color: var(--ink-2); margin: 20px 0 0; }
      dialog ul { margin-top: 4px; }
      dialog li { padding: 10px 0; font: var(--t-label); }
      dialog li:first-child { border-top: 0; }
      dialog .ended svg { color: var(--calm); }
    `,
  ];
  declare name: string;
  declare removal: Removal;

  #dialog = new DialogController(this);

  constructor() {
    super();
    this.name = '';
  }

  protected override render(): TemplateResult {
    const ended = endedWords(this.removal);
    const { issued, stillThere } = this.removal;
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      ${sheetHead(`${this.name} is out.`, this.#close)}
      ${
        ended.length > 0
          ? html`<h3>Ended</h3><ul class="ended">${ended.map(line => html`<li>${icon('done')} ${line}</li>`)}</ul>`
          : html`<p>There was nothing of theirs to end.</p>`
      }
      ${
        issued.length > 0
          ? html`<h3>Let in by ${this.name}, and still in</h3>
              <ul>${issued.map(name => html`<li>${icon('care')} ${name}: look whether it should stay</li>`)}</ul>`
          : nothing
      }
      ${
        stillThere.length > 0
          ? html`<h3>What the hub cannot end</h3>
              <ul>${stillThere.map(line => html`<li>${icon('care')} <span>${codeWords(line)}</span></li>`)}</ul>`
          : nothing
      }
      <div class="choices"><button class="big primary" @click=${this.#close}>Done</button></div>
    </dialog>`;
  }

  #close = () => this.#dialog.end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

/** The hub writes commands between backticks. */
function codeWords(line: string): (string | TemplateResult)[] {
  return line
    .split('`')
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

customElements.define('sec-removal-sheet', RemovalSheet);
