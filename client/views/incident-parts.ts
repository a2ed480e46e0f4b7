import { html, nothing, type TemplateResult } from 'lit';
import type { IncidentDetails, IncidentKind, IncidentSummary } from '../../server/protocol.ts';
import { icon } from '../components/icon.ts';
import '../components/step-list.ts';
import '../components/told-list.ts';
import { isUnanswered } from '../data/incidents.ts';
import { stepRows } from '../data/step-rows.ts';
import { tellByPerson } from '../data/told.ts';
import {
  answerWords,
  certaintyWords,
  incidentHeadline,
  kindWords,
  type Sensors,
} from '../words/incident.ts';
import { exactTime, nearTime } from '../words/time.ts';
import { toldSentence } from '../words/told.ts';

export interface Scene {
  sensors: Sensors;
  timeZone: string;
  nowMs: number;
  /** The alarm is on at this moment. */
  isSounding: boolean;
  /** Until when the siren sounds, in words; empty when it does not. */
  siren: string;
}

const incidentName: Record<IncidentKind, string> = {
  ...{ intrusion: 'Alarm', tamper: 'Alarm', panic: 'Call for help', temperature: 'Temperature' },
};

/** What tripped, how sure it is, and who answered. */
export function incidentHero(
  incident: IncidentSummary,
  scene: Scene,
  caller: string | undefined,
): TemplateResult {
  const { sensors, timeZone, nowMs, isSounding } = scene;
  const isOpen = isUnanswered(incident) || isSounding;
  const special = kindWords(incident);
  const name = incidentName[incident.kind];
  const past = name === 'Alarm' ? 'There was an alarm' : name;
  const word = isSounding ? name : isOpen ? past : `${name}, answered`;
  return html`<div class="block ${isOpen ? 'open' : ''} ${isSounding ? 'sounding' : ''}">
    <p>${icon('alert')}<span>${word} · <time datetime=${incident.openedAt}
      title=${exactTime(incident.openedAt, timeZone)}>${nearTime(incident.openedAt, nowMs, timeZone)}</time></span></p>
    <h1 tabindex="-1">${incidentHeadline(incident, sensors, caller)}</h1>
    ${special === '' ? nothing : html`<p>${special}</p>`}
    <p>${certaintyWords(incident)}</p>
    ${scene.siren === '' ? nothing : html`<p>${scene.siren}</p>`}
    <p>${answerWords(incident, nowMs, timeZone)}</p>
  </div>`;
}

export function happenedPart(
  { steps, stepsLeftOut }: IncidentDetails,
  { sensors, timeZone }: Scene,
): TemplateResult {
  return html`<h2>What happened</h2>
    ${
      steps.length === 0
        ? html`<p class="card note">No step of it was recorded.</p>`
        : html`<sec-step-list .rows=${stepRows(steps)} .sensors=${sensors} .timeZone=${timeZone}></sec-step-list>`
    }
    ${
      stepsLeftOut === 0
        ? nothing
        : html`<p class="fine">${stepsLeftOut.toLocaleString('en-GB')} more openings and closings were
            counted and are not listed here. Days has every one of them.</p>`
    }`;
}

export function toldPart(
  { kind: incident, messages, steps }: IncidentDetails,
  { timeZone }: Scene,
): TemplateResult {
  const told = tellByPerson(messages);
  return html`<h2>Who was told</h2>
    <p class="told">${toldSentence(told)}</p>
    ${
      told.length === 0
        ? html`<p class="card note"><span>${
            steps.some(({ kind }) => kind === 'quiet')
              ? 'Its texts had stopped, because it tripped too often, and no phone gets notifications.'
              : 'Nobody could be told, or nobody wanted to be.'
          } <a href="/house/reach">Who can be reached</a> says more.</span></p>`
        : html`<sec-told-list .told=${told} .incident=${incident} .timeZone=${timeZone}></sec-told-list>
            <p class="fine">“Sent” means that the phone company or the push service took it. Whether
              somebody has seen it, only an answer tells.</p>`
    }`;
}
