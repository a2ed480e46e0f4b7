import { html, nothing, type TemplateResult } from 'lit';
import type { Profile } from '../../server/protocol.ts';
import { switchField } from '../components/switch-field.ts';
import { choosableSensors, withAlarm, withDelay, withMember } from '../data/settings-edits.ts';
import { ranges, wrongAt } from '../data/settings-rules.ts';
import { profileTitle } from '../words/mode.ts';
import { membersWords, secondsWords, zoneTitle } from '../words/settings.ts';
import {
  fieldsOf,
  numberField,
  pageHead,
  type SettingsForm,
  tickList,
  toSettings,
} from './settings-form.ts';

/** One way of being armed: which sensors count, how long to leave, and how long to disarm. */
export function profilePage(form: SettingsForm, profile: Profile): TemplateResult {
  const { settings } = form;
  return html`${pageHead(form, toSettings, `${profileTitle[profile]} watches ${membersWords(settings, profile)}.`)}
    ${fieldsOf(form, `alarm.profiles.${profile}`, membersPart(form, profile))}
    <h2>Leaving and coming in</h2>
    ${delayPart(form, profile, 'exit')}
    ${delayPart(form, profile, 'entry')}`;
}

function membersPart(form: SettingsForm, profile: Profile): TemplateResult[] {
  const { settings } = form;
  const members = settings.alarm.profiles[profile];
  const set = (next: 'all' | string[]) =>
    form.edit(withAlarm(settings, { profiles: { ...settings.alarm.profiles, [profile]: next } }));
  const choosable = choosableSensors(settings);
  const always = settings.sensors.filter(({ zone }) => zone === '24-hour');
  const list = members === 'all' ? choosable.map(({ id }) => id) : members;
  const wrong = wrongAt(form.wrong, `alarm.profiles.${profile}`);
  return [
    switchField({
      ...{ name: 'all', title: 'All sensors', isOn: members === 'all' },
      text: 'Also those that are added later.',
      onChange: isOn => set(isOn ? 'all' : choosable.map(({ id }) => id)),
    }),
    ...(members === 'all'
      ? []
      : [
          tickList(
            choosable.map(({ id, name, zone }) => ({
              ...{ id, title: name, text: zoneTitle[zone], isOn: list.includes(id) },
            })),
            {
              ...{ legend: 'Which count', name: 'members', wrong },
              onChange: (id, isOn) => set(withMember(settings, list, id, isOn)),
            },
          ),
        ]),
    ...(always.length === 0
      ? []
      : [
          html`<small>Always on duty, in every mode: ${always.map(({ name }) => name).join(', ')}.</small>`,
        ]),
  ];
}

const sides = {
  exit: {
    own: 'Its own time to leave',
    label: 'Leave in',
    zero: 'arms at once',
    none: 'it arms at once',
    range: ranges.exitDelay,
    key: 'exitDelay',
    first: 60,
  },
  entry: {
    own: 'Its own time to disarm',
    label: 'Disarm within',
    zero: 'alarms at once',
    none: 'it alarms at once',
    range: ranges.entryDelay,
    key: 'entryDelay',
    first: 30,
  },
} as const;

function delayPart(form: SettingsForm, profile: Profile, side: 'exit' | 'entry'): TemplateResult {
  const { settings } = form;
  const { own: title, label, zero, none, range, key, first } = sides[side];
  const house = settings.alarm[key];
  const own = settings.alarm.delays[profile]?.[side];
  const path = `alarm.delays.${profile}.${side}`;
  const set = (seconds: number | null) => form.edit(withDelay(settings, profile, side, seconds));
  const houseWords = house === 0 ? `0 s, ${none}` : secondsWords(house);
  return fieldsOf(form, path, [
    switchField({
      ...{ name: side, title, isOn: own !== undefined },
      text:
        own === undefined ? `Off: as the house, ${houseWords}.` : `The house’s is ${houseWords}.`,
      onChange: isOn => set(isOn ? house || first : null),
    }),
    html`${
      own === undefined
        ? nothing
        : numberField(form, { path, label, zero, range, value: own, onChosen: set })
    }`,
  ]);
}
