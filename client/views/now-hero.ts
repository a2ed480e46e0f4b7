import { html, nothing, type TemplateResult } from 'lit';
import type { Mode, Status } from '../../server/protocol.ts';
import { icon } from '../components/icon.ts';
import { byWords } from '../words/audit.ts';
import { agoWords } from '../words/duration.ts';
import { laterWords } from '../words/later.ts';
import { modeName, modeWords } from '../words/mode.ts';
import { sensorSentences, sentenceOf } from '../words/sentence.ts';
import { exactTime, nearTime } from '../words/time.ts';

interface HeroProperties {
  status: Status;
  nowMs: number;
  heardAtMs: number | null;
  /** The house cannot be heard: all of it is said as the past. */
  isPast: boolean;
  /** An incident has the first word. */
  isSecond: boolean;
}

/** The sentence, and who made it so. */
export function hero({
  status,
  nowMs,
  heardAtMs,
  isPast,
  isSecond,
}: HeroProperties): TemplateResult {
  const sentence = sentenceOf(status);
  const heard = heardAtMs === null ? 'Some time ago' : `As of ${agoWords(nowMs - heardAtMs)}`;
  return html`<div class="hero ${isSecond ? 'compact' : ''}">
    <p class="tone ${isPast ? 'idle' : sentence.tone}">${icon(status.mode, 20)} ${modeWords(status)}</p>
    ${
      isPast
        ? html`${isSecond ? nothing : html`<h1 tabindex="-1">No word from the house.</h1>`}
            <p class="past">${heard}:</p>
            <p class="compact">${sayLines(sentence.lines)}</p>`
        : isSecond
          ? html`<p class="compact">${sayLines(sensorSentences(status))}</p>`
          : html`<h1 tabindex="-1">${sayLines(sentence.lines)}</h1>`
    }
    ${madeBy(status, nowMs)}
    ${acknowledged(status, nowMs)}
  </div>`;
}

function sayLines(lines: readonly string[]): TemplateResult[] {
  return lines.map(line => html`<span class="line">${line} </span>`);
}

function madeBy(status: Status, nowMs: number): TemplateResult {
  const { by, since, timeZone } = status;
  const name = by && by.via !== 'hub' ? ` by ${by.name}` : '';
  const how = by ? byWords(by) : 'the hub itself';
  return html`<details>
    <summary><span>Since <time datetime=${since}>${nearTime(since, nowMs, timeZone)}</time>${name}</span>${icon('down', 20)}</summary>
    <p>Set on ${exactTime(since, timeZone)} by ${how}.</p>
  </details>`;
}

function acknowledged(status: Status, nowMs: number): TemplateResult | typeof nothing {
  const { incident, timeZone } = status;
  if (!incident?.acknowledgedBy || !incident.acknowledgedAt) return nothing;
  return html`<a class="seen" href="/incident/${incident.id}">Alarm of ${nearTime(incident.openedAt, nowMs, timeZone)}: seen by
    ${incident.acknowledgedBy.name} at ${nearTime(incident.acknowledgedAt, nowMs, timeZone)}</a>`;
}

/** What will be armed by itself, and the way to take that back. */
export function laterPart(
  { later, timeZone }: Status,
  nowMs: number,
  canAct: boolean,
  onCancel: () => void,
): TemplateResult | typeof nothing {
  if (!later) return nothing;
  return html`<div class="card later">${icon('clock')}<p>${laterWords(later, nowMs, timeZone)}</p>
    ${canAct ? html`<button @click=${onCancel}>Do not</button>` : nothing}</div>`;
}

/** The same places as the real thing, so that nothing moves when it comes. */
export function heroSkeleton(title: string, text: string): TemplateResult {
  const mode: Mode = 'monitor';
  return html`<div class="hero">
    <p class="tone bone" aria-hidden="true">${icon(mode, 20)} ${modeName[mode]}</p>
    <h1 tabindex="-1">${title}</h1>
    <p class="soft">${text}</p>
  </div>
  <div class="bone dock" aria-hidden="true"></div>`;
}

export function sensorsSkeleton(): TemplateResult {
  return html`<h2>Doors and windows</h2>
    <div aria-hidden="true">${[1, 2, 3, 4].map(() => html`<div class="bone row"></div>`)}</div>`;
}
