import { html, type TemplateResult } from 'lit';
import type { SensorGroup } from '../../server/protocol.ts';
import { withAlarm, withItem, withMember } from '../data/settings-edits.ts';
import { isOverridden } from '../data/settings-place.ts';
import { ranges, wrongAt } from '../data/settings-rules.ts';
import { count, groupWords } from '../words/settings.ts';
import {
  fieldsOf,
  numberField,
  pageHead,
  type SettingsForm,
  settingsName,
  tickList,
  toSettings,
} from './settings-form.ts';

/** Sensors that raise an alarm together. */
export function groupsPage(form: SettingsForm): TemplateResult {
  const { settings } = form;
  const { groups } = settings.alarm;
  const set = (next: SensorGroup[]) => form.edit(withAlarm(settings, { groups: next }));
  const isFixed = isOverridden(form.page.overridden, 'alarm.groups');
  const add = () => {
    const name = groups.length === 0 ? 'Group' : `Group ${groups.length + 1}`;
    set([...groups, { name, sensors: [], trips: 2, window: 60 }]);
  };
  const title =
    groups.length === 0
      ? 'Every sensor speaks for itself.'
      : `${count(groups.length, 'group')} of sensors ${groups.length === 1 ? 'speaks' : 'speak'} together.`;
  return html`${pageHead(form, toSettings, title)}
    <p class="soft">When enough sensors of a group trip within its time, that is an alarm. A sensor that counts
      only together with its group raises none alone.</p>
    ${groups.map((group, index) => groupCard(form, group, index, set))}
    <button class="big add" ?disabled=${form.isOff || isFixed} @click=${add}>Add a group</button>`;
}

function groupCard(
  form: SettingsForm,
  group: SensorGroup,
  index: number,
  set: (groups: SensorGroup[]) => void,
): TemplateResult {
  const { settings, wrong } = form;
  const at = `alarm.groups.${index}`;
  const edit = (part: Partial<SensorGroup>) =>
    set(withItem(settings.alarm.groups, index, { ...group, ...part }));
  return fieldsOf(
    form,
    'alarm.groups',
    html`<h2>${group.name || 'A group'}<small> ${groupWords(group)}</small></h2>
      ${settingsName({
        ...{ id: `group-${index}`, value: group.name, wrong: wrongAt(wrong, `${at}.name`) },
        onChange: name => edit({ name }),
      })}
      ${tickList(
        settings.sensors.map(({ id, name }) => ({
          ...{ id, title: name, isOn: group.sensors.includes(id) },
        })),
        {
          ...{ legend: 'Its sensors', name: `members-${index}` },
          wrong: wrongAt(wrong, `${at}.sensors`),
          onChange: (id, isOn) => edit({ sensors: withMember(settings, group.sensors, id, isOn) }),
        },
      )}
      ${numberField(form, {
        ...{ path: `${at}.trips`, label: 'So many of them', unit: '', range: ranges.trips },
        ...{ value: group.trips, onChosen: trips => edit({ trips }) },
      })}
      ${numberField(form, {
        ...{ path: `${at}.window`, label: 'Within', range: ranges.window },
        ...{ value: group.window, onChosen: window => edit({ window }) },
      })}
      <button type="button" class="remove" @click=${() => set(withItem(settings.alarm.groups, index, null))}>
        Remove ${group.name || 'this group'}</button>`,
    group.name || 'A group',
  );
}
