import type { TemplateResult } from 'lit';
import type { SettingsPlace } from '../data/settings-place.ts';
import { alarmPage } from './settings-alarm.ts';
import type { SettingsForm } from './settings-form.ts';
import { groupsPage } from './settings-groups.ts';
import { listPage } from './settings-list.ts';
import { profilePage } from './settings-profile.ts';
import { schedulesPage } from './settings-schedules.ts';
import { sensorPage, sensorsPage } from './settings-sensors.ts';
import { type Version, versionsPage } from './settings-versions.ts';

export function settingsPage(
  place: SettingsPlace,
  form: SettingsForm,
  onVersion: (version: Version) => void,
): TemplateResult {
  switch (place.kind) {
    case 'sensors':
      return sensorsPage(form);
    case 'sensor':
      return sensorPage(form, place.id);
    case 'profile':
      return profilePage(form, place.profile);
    case 'alarm':
      return alarmPage(form);
    case 'groups':
      return groupsPage(form);
    case 'schedules':
      return schedulesPage(form);
    case 'versions':
      return versionsPage(form, onVersion);
    default:
      return listPage(form);
  }
}
