import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { baseStyles } from '../components/base-styles.ts';
import '../components/month-calendar.ts';
import { lastDayOf, monthOf } from '../data/calendar.ts';
import type { House } from '../data/house.ts';

/**
 * The month around a day, with its counts from the hub.
 *
 * Properties: `house`, `day`, `today`; `sensor`, whose triggers are counted, empty for all.
 */
export class MonthPanel extends LitElement {
  static override properties = {
    house: { attribute: false },
    day: { attribute: false },
    today: { attribute: false },
    sensor: { attribute: false },
    month: { state: true },
    counts: { state: true },
    hasFailed: { state: true },
  };
  static override styles = [baseStyles];
  declare house: House;
  declare day: string;
  declare today: string;
  declare sensor: string;
  declare month: string;
  declare counts: ReadonlyMap<string, Record<string, number>> | null;
  declare hasFailed: boolean;

  constructor() {
    super();
    this.day = '';
    this.today = '';
    this.sensor = '';
    this.month = '';
    this.counts = null;
    this.hasFailed = false;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('day')) this.month = monthOf(this.day);
    if (changed.has('month') || changed.has('today')) void this.#load(this.month);
  }

  protected override render(): TemplateResult {
    return html`<sec-month-calendar .month=${this.month} .day=${this.day} .today=${this.today}
        .counts=${this.#total()} @month-chosen=${(event: CustomEvent<string>) => {
          this.month = event.detail;
        }}></sec-month-calendar>
      ${this.hasFailed ? html`<p class="soft">How much happened on each day could not be fetched.</p>` : nothing}`;
  }

  #total(): ReadonlyMap<string, number> | null {
    if (this.counts === null) return null;
    const total = (counts: Record<string, number>) =>
      this.sensor ? (counts[this.sensor] ?? 0) : Object.values(counts).reduce((a, b) => a + b, 0);
    return new Map([...this.counts].map(([day, counts]) => [day, total(counts)]));
  }

  async #load(month: string): Promise<void> {
    this.counts = null;
    this.hasFailed = false;
    try {
      const counts = await this.house.dayCounts(`${month}-01`, lastDayOf(month));
      if (month === this.month) this.counts = counts;
    } catch {
      if (month === this.month) this.hasFailed = true;
    }
  }
}

customElements.define('sec-month-panel', MonthPanel);
