import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { SensorStatus } from '../../server/protocol.ts';
import type { Episode } from '../data/pair-events.ts';
import { capital } from '../words/capital.ts';
import { doubtWords, episodeDetail, episodeTitle } from '../words/episode.ts';
import { clockTime, exactTime } from '../words/time.ts';
import { baseStyles } from './base-styles.ts';

/**
 * What sensors saw, newest first.
 *
 * Properties: `episodes`; `sensors` by id; `timeZone`; `isToday`; `isExact`, times with seconds.
 */
export class EpisodeList extends LitElement {
  static override properties = {
    episodes: { attribute: false },
    sensors: { attribute: false },
    timeZone: { attribute: false },
    isToday: { attribute: false },
    isExact: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      li {
        display: grid; grid-template-columns: auto 1fr; gap: 16px; padding: 11px 0; min-height: 58px;
        font: var(--t-label); content-visibility: auto; contain-intrinsic-size: auto 58px;
      }
      li + li { border-top: 1px solid var(--line); }
      time { color: var(--ink-3); min-width: 56px; }
      small { display: block; color: var(--ink-2); font-variant-numeric: tabular-nums; }
    `,
  ];
  declare episodes: readonly Episode[];
  declare sensors: ReadonlyMap<string, SensorStatus>;
  declare timeZone: string;
  declare isToday: boolean;
  declare isExact: boolean;

  constructor() {
    super();
    this.episodes = [];
    this.sensors = new Map();
    this.timeZone = 'UTC';
    this.isToday = false;
    this.isExact = false;
  }

  protected override render(): TemplateResult {
    return html`<ol class="card">
      ${repeat(
        this.episodes,
        episode => episode.id,
        episode => this.#row(episode),
      )}
    </ol>`;
  }

  #row(episode: Episode): TemplateResult {
    const sensor = this.sensors.get(episode.sensor);
    const kind = sensor?.kind ?? 'contact';
    const at = episode.startAt ?? episode.endAt ?? '';
    const isStillSo = sensor === undefined || sensor.state === 'open' || sensor.state === 'active';
    const detail = episodeDetail(episode, kind, { isToday: this.isToday, isStillSo });
    return html`<li>
      <time datetime=${at} title=${exactTime(at, this.timeZone)}>${this.#time(at)}</time>
      <span>${episodeTitle(episode, sensor?.name ?? episode.sensor, kind)}
        <small>${this.isExact && episode.startAt && episode.endAt ? `until ${this.#time(episode.endAt)}, ` : ''}${detail}</small>
        ${episode.isDoubtful ? html`<small>${capital(doubtWords(this.#time(at)))}</small>` : nothing}
      </span>
    </li>`;
  }

  #time(at: string): string {
    return clockTime(at, this.timeZone, this.isExact ? 'seconds' : 'minutes');
  }
}

customElements.define('sec-episode-list', EpisodeList);
