import { html, nothing, type TemplateResult } from 'lit';
import type { Reach, ReachRow } from '../../server/protocol.ts';
import {
  type PersonStanding,
  pushStanding,
  type Standing,
  textStanding,
} from '../data/reach-standing.ts';
import { agentWords } from '../words/agent.ts';
import { pushLine, standingWord, textLine } from '../words/reach.ts';
import { type IconName, icon } from './icon.ts';

/** Each way to somebody: what proves it, or what is wrong with it. */
export function reachWays(
  row: ReachRow,
  reach: Reach,
  nowMs: number,
  timeZone: string,
): TemplateResult[] {
  const { sms, push } = row;
  // Beside the name stands the same, where there is one way only.
  const isOnly = push.length + (sms ? 1 : 0) === 1;

  function way(name: IconName, title: string, standing: Standing, line: string): TemplateResult {
    return html`<div class="way">${icon(name)}
      <div><b>${title}</b>
        ${isOnly ? nothing : html`<div><em class=${standing}>${icon(standingIcon(standing), 20)} ${standingWord[standing]}</em></div>`}
        <p>${line}</p>
      </div>
    </div>`;
  }

  const phones = push.map(phone => {
    // A sign-in without a certificate is known by what its browser says.
    const title = phone.device.includes('/') ? agentWords(phone.device) : phone.device;
    const line = pushLine(phone, reach, nowMs, timeZone);
    return way('phone', title, pushStanding(phone, reach, nowMs), line);
  });
  if (!sms) return phones;
  const title = sms.number === row.name ? 'Text messages' : `Texts to ${sms.number}`;
  const standing = textStanding(sms, reach, nowMs);
  return [...phones, way('text', title, standing, textLine(sms, reach, nowMs, timeZone))];
}

export function standingIcon(standing: PersonStanding): IconName {
  switch (standing) {
    case 'proven':
      return 'done';
    case 'likely':
      return 'clock';
    case 'off':
      return 'todo';
    case 'broken':
    case 'none':
      return 'care';
  }
}
