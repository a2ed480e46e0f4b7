import { html, nothing, type TemplateResult } from 'lit';
import { type IconName, icon } from '../components/icon.ts';
import {
  isOverridden,
  placeOfPath,
  type SettingsPlace,
  settingsPath,
} from '../data/settings-place.ts';
import { PROFILES, profileTitle } from '../words/mode.ts';
import {
  confirmWords,
  count,
  groupsWords,
  profileWords,
  schedulesWords,
  sensorsWords,
  versionsWords,
} from '../words/settings.ts';
import { pageHead, type SettingsForm } from './settings-form.ts';

interface Row {
  icon: IconName;
  title: string;
  words: string;
  place: SettingsPlace;
  /** Of the configuration, which the environment may set. */
  keys: string[];
}

const alarmKeys = [
  ...['alarm.exitDelay', 'alarm.entryDelay', 'alarm.finalDoor'],
  ...['alarm.confirmWindow', 'alarm.confirmTrips', 'alarm.duration'],
];

function rowsOf({ settings, page, nowMs, timeZone }: SettingsForm): Row[] {
  return [
    {
      ...{ icon: 'door-closed', title: 'Sensors', words: sensorsWords(settings) },
      ...{ place: { kind: 'sensors' }, keys: ['sensors.list'] },
    },
    ...PROFILES.map(
      (profile): Row => ({
        icon: ({ away: 'alert', night: 'clock', home: 'house' } as const)[profile],
        ...{ title: profileTitle[profile], words: profileWords(settings, profile) },
        place: { kind: 'profile', profile },
        keys: [`alarm.profiles.${profile}`, `alarm.delays.${profile}`],
      }),
    ),
    {
      ...{ icon: 'done', title: 'Delays, confirmation and alarm time' },
      ...{ words: confirmWords(settings), place: { kind: 'alarm' }, keys: alarmKeys },
    },
    {
      ...{ icon: 'people', title: 'Groups', words: groupsWords(settings) },
      ...{ place: { kind: 'groups' }, keys: ['alarm.groups'] },
    },
    {
      ...{ icon: 'cog', title: 'By itself', words: schedulesWords(settings) },
      ...{ place: { kind: 'schedules' }, keys: ['alarm.schedules', 'alarm.bedtime'] },
    },
    {
      ...{ icon: 'days', title: 'Earlier versions' },
      ...{ words: versionsWords(page.versions, nowMs, timeZone) },
      ...{ place: { kind: 'versions' }, keys: [] },
    },
  ];
}

/** What can be set, each with how it is now. */
export function listPage(form: SettingsForm): TemplateResult {
  const { changes } = form;
  const title = form.page.locked
    ? 'Nothing can be changed now.'
    : changes > 0
      ? `${count(changes, 'change')} ${changes === 1 ? 'is' : 'are'} not saved yet.`
      : 'The house is set up like this.';
  const unplaced = form.wrong.filter(
    ({ path }) => placeOfPath(path, form.settings).kind === 'list',
  );
  return html`${pageHead(form, ['/house', 'House'], title)}
    ${unplaced.map(({ message }) => html`<div class="card note care" role="alert"><p>${icon('care', 20)} ${message}</p></div>`)}
    <ul class="card rows">${rowsOf(form).map(row => listRow(form, row))}</ul>`;
}

function listRow({ page, wrong, settings }: SettingsForm, row: Row): TemplateResult {
  const path = settingsPath(row.place);
  const fixed = row.keys.filter(key => isOverridden(page.overridden, key)).length;
  const faults = wrong.filter(({ path: at }) =>
    settingsPath(placeOfPath(at, settings)).startsWith(path),
  ).length;
  return html`<li><a href=${path}>${icon(row.icon)}
    <span class="words">${row.title}<small>${row.words}</small>
      ${fixed === 0 ? nothing : html`<small>${fixed < row.keys.length ? 'In part set' : 'Set'} by the hub’s environment</small>`}
      ${faults === 0 ? nothing : html`<small class="warn">${count(faults, 'thing')} to put right</small>`}
    </span>
    ${icon('forward', 20)}</a></li>`;
}
