import { html, nothing, type TemplateResult } from 'lit';
import '../components/confirm-sheet.ts';
import type { House } from '../data/house.ts';
import type { SaveOutcome, SettingsDraft } from '../data/settings-draft.ts';
import { count } from '../words/settings.ts';
import './settings-check.ts';
import type { SettingsForm } from './settings-form.ts';
import './settings-version.ts';
import type { Version } from './settings-versions.ts';

export type SettingsSheet =
  | { kind: 'check' }
  | { kind: 'discard' }
  | { kind: 'leave'; go: () => void }
  | { kind: 'version'; version: Version };

interface Around {
  house: House;
  draft: SettingsDraft;
  onClosed: () => void;
  onEnded: (outcome: SaveOutcome) => void;
  /** Something was done, in words. */
  onDone: (words: string) => void;
}

/** What stands before the pages, if anything does. */
export function settingsSheet(
  sheet: SettingsSheet | null,
  { nowMs, timeZone, isOff, changes }: SettingsForm,
  { house, draft, onClosed, onEnded, onDone }: Around,
): TemplateResult | typeof nothing {
  const lost = `${count(changes, 'change')} would be lost.`;
  switch (sheet?.kind) {
    case 'check':
      return html`<sec-settings-check .house=${house} .draft=${draft} .nowMs=${nowMs} .timeZone=${timeZone}
        .isOff=${isOff} @closed=${onClosed}
        @ended=${({ detail }: CustomEvent<SaveOutcome>) => onEnded(detail)}></sec-settings-check>`;
    case 'discard':
      return html`<sec-confirm-sheet heading="Discard what you changed?" text=${lost} confirm="Discard" cancel="Keep"
        @cancelled=${onClosed} @confirmed=${() => {
          draft.discard();
          onDone('Nothing was changed.');
        }}></sec-confirm-sheet>`;
    case 'leave':
      return html`<sec-confirm-sheet heading="Leave without saving?" text=${lost} confirm="Leave" cancel="Stay"
        @cancelled=${onClosed} @confirmed=${() => {
          onClosed();
          draft.discard();
          sheet.go();
        }}></sec-confirm-sheet>`;
    case 'version':
      return html`<sec-settings-version .house=${house} .draft=${draft} .version=${sheet.version} .nowMs=${nowMs}
        .timeZone=${timeZone} .isOff=${isOff} .isDirty=${changes > 0} @closed=${onClosed}
        @restored=${() => onDone('The earlier version is back.')}></sec-settings-version>`;
    default:
      return nothing;
  }
}
