import { html, nothing, type TemplateResult } from 'lit';
import type { SensorSettings, ZoneKind } from '../../server/protocol.ts';
import { type IconName, icon } from '../components/icon.ts';
import { switchField } from '../components/switch-field.ts';
import { withSensor } from '../data/settings-edits.ts';
import { SETTINGS, settingsPath } from '../data/settings-place.ts';
import { ranges, wrongAt } from '../data/settings-rules.ts';
import {
  count,
  secondsWords,
  sensorsWords,
  sensorWords,
  ZONES,
  zoneMeans,
  zoneTitle,
} from '../words/settings.ts';
import {
  fieldsOf,
  numberField,
  pageHead,
  type SettingsForm,
  settingsName,
  toSettings,
} from './settings-form.ts';

const kindIcon: Record<SensorSettings['kind'], IconName> = {
  ...{ contact: 'door-closed', motion: 'motion', temperature: 'thermometer' },
};

/** Every sensor, with what it does. */
export function sensorsPage(form: SettingsForm): TemplateResult {
  const { settings, wrong } = form;
  return html`${pageHead(form, toSettings, `${sensorsWords(settings)}.`)}
    <ul class="card rows">${settings.sensors.map((sensor, index) => {
      const said = wrongAt(wrong, `sensors.${index}`);
      return html`<li><a href=${settingsPath({ kind: 'sensor', id: sensor.id })}>${icon(kindIcon[sensor.kind])}
        <span class="words">${sensor.name || sensor.id}<small>${sensorWords(sensor)}</small>
          ${said === null ? nothing : html`<small class="warn">${said}</small>`}</span>
        ${icon('forward', 20)}</a></li>`;
    })}</ul>`;
}

/** One sensor: its name, what a trip of it does, and when it is believed. */
export function sensorPage(form: SettingsForm, id: string): TemplateResult {
  const index = form.settings.sensors.findIndex(sensor => sensor.id === id);
  const sensor = form.settings.sensors[index];
  const back = [`${SETTINGS}/sensors`, 'Sensors'] as const;
  if (!sensor) {
    return html`${pageHead(form, back, 'This sensor is not of the house.')}
      <p class="soft">It may have another name by now. Look in the list of sensors.</p>`;
  }
  const at = `sensors.${index}`;
  const edit = (part: Partial<SensorSettings>) =>
    form.edit(withSensor(form.settings, sensor.id, part));
  const name = settingsName({
    ...{ id: 'name', value: sensor.name, wrong: wrongAt(form.wrong, `${at}.name`) },
    hint: 'As the family says it: it is what an alarm says.',
    onChange: name => edit({ name }),
  });
  return html`${pageHead(form, back, sensor.name || sensor.id)}
    ${fieldsOf(form, 'sensors.list', name)}
    ${fieldsOf(form, 'sensors.list', zoneChoice(sensor, wrongAt(form.wrong, `${at}.zone`), edit))}
    ${sensor.zone === 'chime' ? nothing : [...trippingParts(form, at, sensor, edit)]}`;
}

/** A thermometer is on nobody's way in. */
function zonesFor({ kind, zone }: SensorSettings): readonly ZoneKind[] {
  if (kind !== 'temperature') return ZONES;
  return ZONES.filter(known => known === zone || (known !== 'delay' && known !== 'follower'));
}

function zoneChoice(
  sensor: SensorSettings,
  wrong: string | null,
  edit: (part: Partial<SensorSettings>) => void,
): TemplateResult {
  return html`<fieldset aria-describedby=${wrong === null ? nothing : 'zone-wrong'}>
    <legend>When it trips</legend>
    ${zonesFor(sensor).map(
      zone => html`<label class="choice">
        <input type="radio" name="zone" value=${zone} .checked=${zone === sensor.zone} @change=${() => edit({ zone })}>
        <span>${zoneTitle[zone]}<small>${zoneMeans[zone]}</small></span>
      </label>`,
    )}
    ${wrong === null ? nothing : html`<p class="wrong" role="alert" id="zone-wrong">${wrong}</p>`}
  </fieldset>`;
}

type Edit = (part: Partial<SensorSettings>) => void;

function trippingParts(
  form: SettingsForm,
  at: string,
  sensor: SensorSettings,
  edit: Edit,
): TemplateResult[] {
  const groups = form.settings.alarm.groups.filter(({ sensors }) => sensors.includes(sensor.id));
  const lonely = wrongAt(form.wrong, `${at}.groupOnly`);
  return [
    ...(sensor.zone === 'delay' ? [delayPart(form, at, sensor, edit)] : []),
    fieldsOf(form, 'sensors.list', [
      switchField({
        ...{ name: 'chime', title: 'Chime', isOn: sensor.chime },
        text: 'Tells those who want it that it opened, while the house is not armed.',
        onChange: chime => edit({ chime }),
      }),
      switchField({
        ...{ name: 'autoBypass', title: 'Leave out by itself when open', isOn: sensor.autoBypass },
        text: 'The house then arms without asking; it counts again once it has closed.',
        onChange: autoBypass => edit({ autoBypass }),
      }),
      html`<div>${switchField({
        ...{ name: 'groupOnly', title: 'Only together with its group', isOn: sensor.groupOnly },
        text:
          groups.length === 0
            ? 'It is in no group yet. Alone it is recorded, and raises no alarm.'
            : `Of ${groups.map(({ name }) => name).join(', ')}. Alone it is recorded, and raises no alarm.`,
        onChange: groupOnly => edit({ groupOnly }),
      })}
      ${lonely === null ? nothing : html`<p class="wrong" role="alert">${lonely} <a href="${SETTINGS}/groups">Groups</a></p>`}</div>`,
    ]),
    html`<h2>When it is believed</h2>`,
    fieldsOf(form, 'sensors.list', [
      numberField(form, {
        ...{ path: `${at}.pulses`, label: 'Trips', unit: '', range: ranges.pulses },
        hint: 'So many trips count as one, for a sensor that sees ghosts.',
        ...{ value: sensor.pulses, onChosen: pulses => edit({ pulses }) },
      }),
      ...(sensor.pulses === 1
        ? []
        : [
            numberField(form, {
              ...{ path: `${at}.pulseWindow`, label: 'Within', range: ranges.pulseWindow },
              hint: `${count(sensor.pulses, 'trip')} within this time.`,
              ...{ value: sensor.pulseWindow, onChosen: pulseWindow => edit({ pulseWindow }) },
            }),
          ]),
    ]),
  ];
}

function delayPart(
  form: SettingsForm,
  at: string,
  { entryDelay }: SensorSettings,
  edit: Edit,
): TemplateResult {
  const { entryDelay: house } = form.settings.alarm;
  return fieldsOf(form, 'sensors.list', [
    switchField({
      ...{ name: 'ownDelay', title: 'An entry delay of its own', isOn: entryDelay !== null },
      text:
        entryDelay === null
          ? 'Off: as long as the way of arming says.'
          : 'For a door that is further away.',
      onChange: isOn => edit({ entryDelay: isOn ? house || ranges.entryDelay.min * 2 : null }),
    }),
    ...(entryDelay === null
      ? []
      : [
          numberField(form, {
            ...{ path: `${at}.entryDelay`, label: 'Disarm within', range: ranges.entryDelay },
            ...{ hint: `The house’s is ${secondsWords(house)}.`, value: entryDelay },
            onChosen: seconds => edit({ entryDelay: seconds }),
          }),
        ]),
  ]);
}
