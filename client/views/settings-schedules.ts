import { html, nothing, type TemplateResult } from 'lit';
import type { Schedule } from '../../server/protocol.ts';
import { switchField } from '../components/switch-field.ts';
import { withAlarm, withItem } from '../data/settings-edits.ts';
import { isOverridden } from '../data/settings-place.ts';
import { wrongAt } from '../data/settings-rules.ts';
import { PROFILES, profileTitle } from '../words/mode.ts';
import {
  count,
  SCHEDULE_WHEN,
  scheduleWords,
  WEEKDAYS,
  weekdayName,
  whenMeans,
  whenTitle,
} from '../words/settings.ts';
import { fieldsOf, pageHead, type SettingsForm, timeField, toSettings } from './settings-form.ts';

const MOST = 20;

/** What the house does by itself at a time of day. */
export function schedulesPage(form: SettingsForm): TemplateResult {
  const { settings, page } = form;
  const { schedules, bedtime } = settings.alarm;
  const [only] = schedules;
  const set = (next: Schedule[]) => form.edit(withAlarm(settings, { schedules: next }));
  const isFixed = isOverridden(page.overridden, 'alarm.schedules');
  const title = !only
    ? 'Nothing is armed by itself.'
    : schedules.length === 1
      ? `${profileTitle[only.profile]} is armed by itself.`
      : `${count(schedules.length, 'schedule')} arm the house.`;
  return html`${pageHead(form, toSettings, title)}
    <p class="soft">Times are the house’s. Nothing ever disarms by itself.</p>
    ${schedules.map((schedule, index) => scheduleCard(form, schedule, index, set))}
    <button class="big add" ?disabled=${form.isOff || isFixed || schedules.length >= MOST}
      @click=${() => set([...schedules, { at: '23:00', days: [...WEEKDAYS], profile: 'night', when: 'ask' }])}>
      Add a schedule</button>
    ${schedules.length >= MOST ? html`<p class="soft">${MOST} schedules are as many as there can be.</p>` : nothing}
    <h2>Bedtime</h2>
    ${fieldsOf(form, 'alarm.bedtime', [
      switchField({
        ...{ name: 'bedtime', title: 'Tell what stands open', isOn: bedtime !== null },
        text: 'Once a day, when something is open and the house is not armed.',
        onChange: isOn => form.edit(withAlarm(settings, { bedtime: isOn ? '22:30' : null })),
      }),
      ...(bedtime === null
        ? []
        : [
            timeField({
              ...{ id: 'bedtime-at', label: 'At', value: bedtime },
              wrong: wrongAt(form.wrong, 'alarm.bedtime'),
              onChange: time => form.edit(withAlarm(settings, { bedtime: time })),
            }),
          ]),
    ])}`;
}

function scheduleCard(
  form: SettingsForm,
  schedule: Schedule,
  index: number,
  set: (schedules: Schedule[]) => void,
): TemplateResult {
  const { settings, wrong } = form;
  const at = `alarm.schedules.${index}`;
  const edit = (part: Partial<Schedule>) =>
    set(withItem(settings.alarm.schedules, index, { ...schedule, ...part }));
  return fieldsOf(
    form,
    'alarm.schedules',
    html`<h2>${scheduleWords(schedule)}</h2>
      ${timeField({
        ...{ id: `at-${index}`, label: 'At', value: schedule.at },
        wrong: wrongAt(wrong, `${at}.at`),
        onChange: time => edit({ at: time }),
      })}
      ${dayChoice(schedule, `days-${index}`, wrongAt(wrong, `${at}.days`), edit)}
      <fieldset><legend>What is armed</legend>
        <div class="thirds">${PROFILES.map(
          profile => html`<label class="choice">
            <input type="radio" name="profile-${index}" .checked=${profile === schedule.profile}
              @change=${() => edit({ profile })}><span>${profileTitle[profile]}</span></label>`,
        )}</div></fieldset>
      <fieldset><legend>When</legend>${SCHEDULE_WHEN.map(
        when => html`<label class="choice">
          <input type="radio" name="when-${index}" .checked=${when === schedule.when} @change=${() => edit({ when })}>
          <span>${whenTitle[when]}<small>${whenMeans[when]}</small></span></label>`,
      )}</fieldset>
      <button type="button" class="remove" @click=${() => set(withItem(settings.alarm.schedules, index, null))}>
        Remove this schedule</button>`,
    scheduleWords(schedule),
  );
}

function dayChoice(
  { days }: Schedule,
  name: string,
  wrong: string | null,
  edit: (part: Partial<Schedule>) => void,
): TemplateResult {
  const toggle = (day: (typeof WEEKDAYS)[number], isOn: boolean) =>
    edit({ days: WEEKDAYS.filter(known => (known === day ? isOn : days.includes(known))) });
  return html`<fieldset aria-describedby=${wrong === null ? nothing : `${name}-wrong`}><legend>Days</legend>
    <div class="days">${WEEKDAYS.map(
      day => html`<label class="day">
        <input type="checkbox" .checked=${days.includes(day)} aria-label=${weekdayName[day]}
          aria-invalid=${wrong === null ? nothing : 'true'}
          @change=${({ target }: Event) => {
            if (target instanceof HTMLInputElement) toggle(day, target.checked);
          }}><span aria-hidden="true">${weekdayName[day].slice(0, 2)}</span></label>`,
    )}</div>
    ${wrong === null ? nothing : html`<p class="wrong" role="alert" id="${name}-wrong">${wrong}</p>`}
  </fieldset>`;
}
