import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { IncidentKind } from '../../server/protocol.ts';
import type { Told, ToldLine } from '../data/told.ts';
import { clockTime, exactTime } from '../words/time.ts';
import { fateOf, lineTitle } from '../words/told.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

/** Who was told what, and what became of it. Properties: `told`; `timeZone`; `incident`, of what. */
export class ToldList extends LitElement {
  static override properties = {
    told: { attribute: false },
    timeZone: { attribute: false },
    incident: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      .card { padding: 12px 16px 4px; margin-bottom: var(--gap); }
      h3 { font: var(--t-title); overflow-wrap: anywhere; }
      li { display: grid; grid-template-columns: 68px 1fr; gap: 14px; padding: 11px 0; font: var(--t-label); }
      li + li { border-top: 1px solid var(--line); }
      li time { color: var(--ink-3); font-weight: 400; }
      p { display: grid; grid-template-columns: 20px 1fr; gap: 6px; font: var(--t-small); margin-top: 3px; overflow-wrap: anywhere; }
      .calm { color: var(--calm); }
      .watch { color: var(--watch); }
      .care { color: var(--care); font-weight: 600; }
      .idle { color: var(--ink-2); }
      small { display: block; color: var(--ink-2); }
    `,
  ];
  declare told: readonly Told[];
  declare timeZone: string;
  declare incident: IncidentKind;

  constructor() {
    super();
    this.told = [];
    this.timeZone = 'UTC';
    this.incident = 'intrusion';
  }

  protected override render(): TemplateResult[] {
    return this.told.map(
      ({ to, lines }, index) => html`<section class="card" aria-labelledby="to-${index}">
        <h3 id="to-${index}">${to}</h3>
        <ol>${lines.map(line => this.#line(line))}</ol>
      </section>`,
    );
  }

  #line(line: ToldLine): TemplateResult {
    const { timeZone } = this;
    const { word, tone, icon: drawing } = fateOf(line);
    return html`<li>
      <time datetime=${line.at} title=${exactTime(line.at, timeZone)}>${clockTime(line.at, timeZone, 'seconds')}</time>
      <span>${lineTitle(line, this.incident)}
        ${line.lastAt === line.at ? nothing : html`<small>last ${clockTime(line.lastAt, timeZone, 'seconds')}</small>`}
        <p class=${tone}>${icon(drawing, 20)} <span>${word}</span></p>
      </span>
    </li>`;
  }
}

customElements.define('sec-told-list', ToldList);
