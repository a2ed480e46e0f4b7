import { html, type TemplateResult } from 'lit';
import type { SettingsPage } from '../../server/protocol.ts';
import { icon } from '../components/icon.ts';
import { capital } from '../words/capital.ts';
import { count, writtenBy } from '../words/settings.ts';
import { exactTime, nearTime } from '../words/time.ts';
import { pageHead, type SettingsForm, toSettings } from './settings-form.ts';

export type Version = SettingsPage['versions'][number];

/** What the settings were before, and who changed them. */
export function versionsPage(
  form: SettingsForm,
  onChosen: (version: Version) => void,
): TemplateResult {
  const { nowMs, timeZone } = form;
  const { versions } = form.page;
  if (versions.length === 0) {
    return html`${pageHead(form, toSettings, 'There is no earlier version yet.')}
      <p class="soft">Each time the settings are saved, those of before are kept here.</p>`;
  }
  return html`${pageHead(form, toSettings, `${count(versions.length, 'earlier version')}.`)}
    <p class="soft">Each was valid from then until the next one. Nothing is lost by bringing one back: what is
      valid now becomes an earlier version.</p>
    <ul class="card rows">${versions.map(
      version => html`<li><button @click=${() => onChosen(version)}>${icon('clock')}
        <span class="words"><time datetime=${version.at} title=${exactTime(version.at, timeZone)}>${capital(nearTime(version.at, nowMs, timeZone))}</time>
          <small>${capital(writtenBy(version.by))}</small></span>
        ${icon('forward', 20)}</button></li>`,
    )}</ul>`;
}
