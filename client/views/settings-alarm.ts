import { html, type TemplateResult } from 'lit';
import type { HouseSettings } from '../../server/protocol.ts';
import { withAlarm } from '../data/settings-edits.ts';
import { ranges } from '../data/settings-rules.ts';
import { secondsWords } from '../words/settings.ts';
import { numberField, pageHead, type SettingsForm, toSettings } from './settings-form.ts';

type Key = 'exitDelay' | 'entryDelay' | 'finalDoor' | 'confirmWindow' | 'confirmTrips' | 'duration';

/** The house's own delays, what makes an alarm sure, and how long it lasts. */
export function alarmPage(form: SettingsForm): TemplateResult {
  const field = (key: Key, label: string, zero: string, hint = '', unit = 's') =>
    numberField(form, {
      ...{ path: `alarm.${key}`, label, hint, zero, unit, range: ranges[key] },
      value: form.settings.alarm[key],
      onChosen: number => {
        const part: Partial<HouseSettings['alarm']> = { [key]: number };
        form.edit(withAlarm(form.settings, part));
      },
    });
  return html`${pageHead(form, toSettings, `An alarm lasts ${secondsWords(form.settings.alarm.duration)}.`)}
    <h2>Leaving and coming in</h2>
    <p class="soft">Where Away, Night and At home have nothing of their own.</p>
    <div class="group">
      ${field('exitDelay', 'Leave in', 'arms at once')}
      ${field('entryDelay', 'Disarm within', 'alarms at once')}
      ${field('finalDoor', 'Final door', 'for never', 'A door you come in by that closes and stays closed so long arms at once.')}
    </div>
    <h2>Is it real?</h2>
    <div class="group">
      ${field('confirmWindow', 'A second sensor within', 'for never', 'It confirms the alarm, and everybody is told anew.')}
      ${field('confirmTrips', 'Trips of one sensor', 'for never', 'So many within that time confirm it as well.', '')}
    </div>
    <h2>The alarm</h2>
    <div class="group">
      ${field('duration', 'It lasts', '', 'Then the alarm time is over, and the house goes on watching.')}
    </div>`;
}
