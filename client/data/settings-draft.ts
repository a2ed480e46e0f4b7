import type { HouseSettings, SettingsPage } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { ApiError } from './api-error.ts';
import { fetchSettings, restoreVersion, saveSettings } from './settings.ts';
import { type Conflict, isSame, mergeSettings } from './settings-merge.ts';
import { findWrong, type Wrong } from './settings-rules.ts';
import { createStore, type Store } from './store.ts';

export interface SettingsState {
  /** What the hub said last; null until it said something. */
  page: SettingsPage | null;
  /** What is written here and not saved; the hub's own while nothing is. */
  draft: HouseSettings | null;
  /** Why nothing is known; null while it is, or is being asked. */
  failed: unknown;
  /** What the hub found wrong, with what it was asked. */
  refused: { settings: HouseSettings; errors: readonly Wrong[] } | null;
  /** What somebody else saved meanwhile, not taken up yet. */
  newer: SettingsPage | null;
  /** What could not be put onto it. */
  conflicts: readonly Conflict[];
}

export type SaveOutcome = 'saved' | 'invalid' | 'changed' | 'locked';

/** The settings as they are being changed, over all of their pages. */
export interface SettingsDraft {
  readonly state: Store<SettingsState>;
  load(): Promise<void>;
  /** Asks what the house is now, without losing what is written here. */
  refresh(): Promise<void>;
  edit(settings: HouseSettings): void;
  discard(): void;
  /** Rejects with ApiError when it is not known what became of it, or was refused as a whole. */
  save(): Promise<SaveOutcome>;
  /** Takes up what somebody else saved, and puts what is written here onto it. */
  takeNewer(): void;
  restore(id: string): Promise<void>;
}

const empty: SettingsState = {
  ...{ page: null, draft: null, failed: null, refused: null, newer: null, conflicts: [] },
};

export function createSettingsDraft(api: Api): SettingsDraft {
  const state = createStore<SettingsState>(empty);
  const change = (part: Partial<SettingsState>) => state.set({ ...state.value, ...part });
  const begin = (page: SettingsPage) => state.set({ ...empty, page, draft: page.settings });

  /** The hub's page is another than the one known here. */
  function meet(page: SettingsPage): void {
    const { page: known } = state.value;
    if (!isDirty(state.value)) begin(page);
    else if (page.version === known?.version) change({ page });
    else change({ newer: page });
  }

  return {
    state,
    async load() {
      change({ failed: null });
      try {
        begin(await fetchSettings(api));
      } catch (failed) {
        change({ failed });
      }
    },
    async refresh() {
      meet(await fetchSettings(api));
    },
    edit: draft => change({ draft, conflicts: [] }),
    discard() {
      const { page, newer } = state.value;
      const now = newer ?? page;
      if (now) begin(now);
    },
    async save() {
      const { page, draft } = state.value;
      if (!page || !draft) return 'invalid';
      try {
        begin(await saveSettings(api, draft, page.version));
        return 'saved';
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.errors.length > 0) {
          change({ refused: { settings: draft, errors: error.errors.map(asPlaced) } });
          return 'invalid';
        }
        if (error.status !== 409) throw error;
        const now = await fetchSettings(api);
        meet(now);
        if (now.version !== page.version) return 'changed';
        if (now.locked !== null) return 'locked';
        throw error;
      }
    },
    takeNewer() {
      const { page, draft, newer } = state.value;
      if (!page || !draft || !newer) return;
      const { settings, conflicts } = mergeSettings(page.settings, draft, newer.settings);
      state.set({ ...empty, page: newer, draft: settings, conflicts });
    },
    async restore(id) {
      const { page } = state.value;
      if (!page) return;
      try {
        begin(await restoreVersion(api, id, page.version));
      } catch (error) {
        // Armed, or changed meanwhile: what is shown is no longer so.
        if (error instanceof ApiError && error.status === 409) meet(await fetchSettings(api));
        throw error;
      }
    },
  };
}

export function isDirty({ page, draft }: SettingsState): boolean {
  return page !== null && draft !== null && !isSame(page.settings, draft);
}

/** What is wrong now: by the rules known here, and by the hub where nothing was changed since. */
export function wrongIn({ draft, refused }: SettingsState): Wrong[] {
  if (!draft) return [];
  const here = findWrong(draft);
  const there = (refused?.errors ?? []).filter(
    ({ path }) =>
      !here.some(({ path: at }) => at === path) &&
      isSame(valueAt(refused?.settings, path), valueAt(draft, path)),
  );
  return [...here, ...there];
}

/** The hub may speak of the file's keys, where sensors are a list within `sensors`. */
function asPlaced({ path, message }: Wrong): Wrong {
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
  return {
    path: path.replace(/^settings\./, '').replace(/^sensors\.list\./, 'sensors.'),
    message: /[.!?]$/.test(sentence) ? sentence : `${sentence}.`,
  };
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (found, key) =>
        typeof found === 'object' && found !== null
          ? new Map<string, unknown>(Object.entries(found)).get(key)
          : undefined,
      value,
    );
}
