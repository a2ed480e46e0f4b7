import { html, nothing, type TemplateResult } from 'lit';
import type { HouseSettings, SettingsPage } from '../../server/protocol.ts';
import { backLink } from '../components/back-link.ts';
import { isOverridden, SETTINGS } from '../data/settings-place.ts';
import { type Range, type Wrong, wrongAt } from '../data/settings-rules.ts';
import { capital } from '../words/capital.ts';
import './settings-number.ts';

/** What every page of the settings is handed: the draft, what is wrong with it, and how to change it. */
export interface SettingsForm {
  page: SettingsPage;
  settings: HouseSettings;
  wrong: readonly Wrong[];
  /** How much is not saved. */
  changes: number;
  /** What stands between the settings and whoever would change them. */
  notes: TemplateResult;
  /** Nothing can be changed now. */
  isOff: boolean;
  nowMs: number;
  timeZone: string;
  edit(settings: HouseSettings): void;
}

/** The top of a page: the way up, a sentence, and what must be known before anything is changed. */
export function pageHead(
  { notes }: SettingsForm,
  [path, word]: readonly [path: string, word: string],
  title: string,
): TemplateResult {
  return html`${backLink(path, word)}
    <h1 tabindex="-1">${title}</h1>
    ${notes}`;
}

export const toSettings = [SETTINGS, 'Settings'] as const;

interface NumberField {
  path: string;
  label: string;
  hint?: string;
  /** What 0 does, where it does something else. */
  zero?: string;
  unit?: string;
  range: Range;
  value: number;
  onChosen: (number: number) => void;
}

/** A number of the settings, with what is wrong with it. */
export function numberField(form: SettingsForm, field: NumberField): TemplateResult {
  const { path, label, hint, zero, unit = 's', range, value, onChosen } = field;
  const allowed = `${range.min} to ${range.max}${unit === 's' ? ' seconds' : ''}.`;
  const all = [
    ...(hint ? [hint] : []),
    zero ? `0 ${zero}; otherwise ${allowed}` : capital(allowed),
  ];
  const isFixed = isOverridden(form.page.overridden, path);
  return html`<div>
    <sec-settings-number label=${label} hint=${all.join(' ')}
      unit=${unit} .range=${range} .value=${value} .wrong=${wrongAt(form.wrong, path)}
      ?disabled=${form.isOff || isFixed}
      @chosen=${({ detail }: CustomEvent<number>) => onChosen(detail)}></sec-settings-number>
    ${isFixed ? fixedNote : nothing}
  </div>`;
}

const fixedNote = html`<small class="fixed">Set by the hub’s environment; it cannot be changed here.</small>`;

/** Fields of one key, which nobody can change while the house is armed or the environment sets it. */
export function fieldsOf(
  form: SettingsForm,
  path: string,
  content: TemplateResult | TemplateResult[],
  legend: string | null = null,
): TemplateResult {
  const isFixed = isOverridden(form.page.overridden, path);
  return html`<fieldset class="group" ?disabled=${form.isOff || isFixed} data-path=${path}>
    ${legend === null ? nothing : html`<legend class="hidden-words">${legend}</legend>`}
    ${isFixed ? fixedNote : nothing}
    ${content}
  </fieldset>`;
}

interface Tick {
  id: string;
  title: string;
  text?: string;
  isOn: boolean;
}

interface TickList {
  legend: string;
  /** Of the list, unique on the page. */
  name: string;
  wrong: string | null;
  onChange: (id: string, isOn: boolean) => void;
}

/** Some of a list. */
export function tickList(
  ticks: readonly Tick[],
  { legend, name, wrong, onChange }: TickList,
): TemplateResult {
  return html`<fieldset class="ticks" aria-describedby=${wrong === null ? nothing : `${name}-wrong`}>
    <legend>${legend}</legend>
    ${ticks.map(
      ({ id, title, text, isOn }) => html`<label class="tick">
        <input type="checkbox" name=${name} value=${id} .checked=${isOn}
          aria-invalid=${wrong === null ? nothing : 'true'}
          @change=${({ target }: Event) => {
            if (target instanceof HTMLInputElement) onChange(id, target.checked);
          }}>
        <span>${title}${text ? html`<small>${text}</small>` : nothing}</span>
      </label>`,
    )}
    ${wrong === null ? nothing : html`<p class="wrong" role="alert" id="${name}-wrong">${wrong}</p>`}
  </fieldset>`;
}

interface TimeField {
  id: string;
  label: string;
  value: string;
  wrong: string | null;
  onChange: (time: string) => void;
}

/** A local time of day. */
export function timeField({ id, label, value, wrong, onChange }: TimeField): TemplateResult {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input id=${id} type="time" required .value=${value} aria-invalid=${wrong === null ? nothing : 'true'}
      aria-describedby=${wrong === null ? nothing : `${id}-wrong`}
      @change=${({ target }: Event) => {
        if (target instanceof HTMLInputElement) onChange(target.value);
      }}>
    ${wrong === null ? nothing : html`<p class="wrong" role="alert" id="${id}-wrong">${wrong}</p>`}
  </div>`;
}

interface NameField {
  id: string;
  value: string;
  hint?: string;
  wrong: string | null;
  onChange: (name: string) => void;
}

export function settingsName({ id, value, hint, wrong, onChange }: NameField): TemplateResult {
  const said = [hint ? `${id}-hint` : '', wrong === null ? '' : `${id}-wrong`];
  return html`<div class="field">
    <label for=${id}>Name</label>
    <input id=${id} maxlength="64" autocomplete="off" autocapitalize="words" spellcheck="false" .value=${value}
      aria-invalid=${wrong === null ? nothing : 'true'}
      aria-describedby=${said.filter(name => name !== '').join(' ') || nothing}
      @change=${({ target }: Event) => {
        if (target instanceof HTMLInputElement) onChange(target.value.trim());
      }}>
    ${hint ? html`<small id="${id}-hint">${hint}</small>` : nothing}
    ${wrong === null ? nothing : html`<p class="wrong" role="alert" id="${id}-wrong">${wrong}</p>`}
  </div>`;
}
