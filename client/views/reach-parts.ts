import { html, nothing, type TemplateResult } from 'lit';
import type { MessageRow, Reach } from '../../server/protocol.ts';
import { icon } from '../components/icon.ts';
import { isForTrial } from '../data/told.ts';
import { balanceWords, capWords, isCapNear, watchWords } from '../words/hub-reach.ts';
import { exactTime, nearTime } from '../words/time.ts';
import { fateOf, lineTitle } from '../words/told.ts';

interface Place {
  nowMs: number;
  timeZone: string;
  isAdmin: boolean;
}

const SMS_LINES = `notify:
  sms:
    provider: smsbroadcast
    username: "…"
    password_file: /etc/sec53/sms
    from: sec53`;
const PUSH_LINES = `notify:
  push: { subject: "mailto:you@your.domain" }`;

const WATCH_LINES = `watch:
  heartbeat:
    url: "https://hc-ping.com/…"`;

/** The hub's own ways out. */
export function hubPart(reach: Reach, place: Place): TemplateResult {
  const { sms, push } = reach;
  const watchers = reach.watch.filter(({ isWatcher }) => isWatcher);
  const watched = reach.watch.filter(({ isWatcher }) => !isWatcher);
  return html`<h2>The hub</h2>
    <dl class="card">
      <div><dt>Text messages</dt><dd>${
        sms.provider === null
          ? missing('Not set up.', SMS_LINES, place)
          : html`${isForTrial(sms.provider) ? html`<span class="warning">Only written to the hub’s console: nobody gets them.</span>` : `By ${sms.provider}`}
              <small class=${isCapNear(sms) ? 'warning' : ''}>${capWords(sms)}</small>`
      }${trouble(sms.trouble)}</dd></div>
      ${
        sms.balance === null
          ? nothing
          : html`<div><dt>Balance</dt><dd>${balanceWords(sms.balance, place.nowMs, place.timeZone)}</dd></div>`
      }
      <div><dt>Notifications</dt><dd>${
        push.isConfigured ? 'Set up' : missing('Not set up.', PUSH_LINES, place)
      }${trouble(push.trouble)}</dd></div>
      <div><dt>Watched from outside</dt><dd>${
        watchers.length === 0
          ? missing('By nobody: if the hub falls silent, nobody is told.', WATCH_LINES, place)
          : watchers.map(row => watchLine(row, place))
      }</dd></div>
      ${
        watched.length === 0
          ? nothing
          : html`<div><dt>Hubs that this one watches</dt><dd>${watched.map(row => watchLine(row, place))}</dd></div>`
      }
    </dl>`;
}

function watchLine(row: Reach['watch'][number], { nowMs, timeZone }: Place): TemplateResult {
  return html`<p class=${row.trouble === null ? '' : 'warning'}>${row.trouble === null ? nothing : icon('care', 20)}
    <span>${row.name}<small>${watchWords(row, nowMs, timeZone)}</small></span></p>`;
}

function missing(word: string, lines: string, { isAdmin }: Place): TemplateResult {
  return isAdmin
    ? html`<span class="warning">${word}</span><small>Write this in sec53.yaml and restart the hub:</small>
        <pre tabindex="0">${lines}</pre>`
    : html`<span class="warning">${word}</span><small>An admin does that in the hub’s sec53.yaml.</small>`;
}

function trouble(words: string | null): TemplateResult | typeof nothing {
  return words === null
    ? nothing
    : html`<p class="warning">${icon('care', 20)} <span>Trouble: ${words}</span></p>`;
}

/** What was given up lately. */
export function undeliveredPart(rows: readonly MessageRow[], place: Place): TemplateResult {
  return html`<h2>Could not be delivered</h2>
    ${
      rows.length === 0
        ? html`<p class="card note">Nothing was given up lately.</p>`
        : html`<ol class="card lost">${rows.map(row => undelivered(row, place))}</ol>`
    }`;
}

function undelivered(row: MessageRow, { nowMs, timeZone }: Place): TemplateResult {
  const { createdAt, to } = row;
  const { word, tone } = fateOf(row);
  return html`<li>
    <time datetime=${createdAt} title=${exactTime(createdAt, timeZone)}>${nearTime(createdAt, nowMs, timeZone)}</time>
    <b>To ${to}</b>
    <span>${lineTitle({ ...row, at: createdAt, lastAt: createdAt, count: 1 })}</span>
    <small class=${tone === 'care' ? 'warning' : ''}>${word}</small>
  </li>`;
}
