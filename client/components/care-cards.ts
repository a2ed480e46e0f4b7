import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Notice } from '../../server/protocol.ts';
import type { Care } from '../words/flags.ts';
import { clockTime } from '../words/time.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

/** What wants attention, each with a sentence. Properties: `cares`, `notices`, `timeZone`. */
export class CareCards extends LitElement {
  static override properties = {
    cares: { attribute: false },
    notices: { attribute: false },
    timeZone: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      li {
        display: grid; grid-template-columns: 24px 1fr; gap: 12px; padding: 14px 16px;
        border-radius: var(--r-m); background: var(--care-soft); margin-top: var(--gap);
      }
      li > svg, b { color: var(--care); }
      .notice { background: var(--watch-soft); }
      .notice > svg, .notice b { color: var(--watch); }
    `,
  ];
  declare cares: readonly Care[];
  declare notices: readonly Notice[];
  declare timeZone: string;

  constructor() {
    super();
    this.cares = [];
    this.notices = [];
    this.timeZone = 'UTC';
  }

  protected override render(): TemplateResult {
    return html`<ul aria-label="Wants attention">
      ${this.cares.map(
        care => html`<li class=${isNews(care) ? 'notice' : ''}>${icon(isNews(care) ? 'monitor' : 'care')}
          <p><b>${care.title}</b> ${care.text}</p></li>`,
      )}
      ${this.notices.map(
        notice => html`<li class="notice">${icon('alert')}<p>
          <time datetime=${notice.at}>${clockTime(notice.at, this.timeZone, 'minutes')}</time> ${notice.text}
        </p></li>`,
      )}
    </ul>`;
  }
}

/** To know, not to do something about. */
function isNews({ flag }: Care): boolean {
  return flag === 'simulated' || flag === 'replay' || flag === 'silent';
}

customElements.define('sec-care-cards', CareCards);
