import type { BrowserContext } from 'playwright-core';
import type { HouseSettings, ReplayReport, SettingsPage } from '../../server/protocol.ts';

/** What answers for the hub. */
export interface StandIn {
  page: SettingsPage;
  report: ReplayReport | 'fails';
  errors: { path: string; message: string }[];
}

const kinds = {
  front: 'delay',
  garage: 'delay',
  hall: 'follower',
  smoke: '24-hour',
  post: 'chime',
};

export function createStandIn(names: Record<string, string>): StandIn {
  const zones = new Map<string, string>(Object.entries(kinds));
  const settings: HouseSettings = JSON.parse(
    JSON.stringify({
      sensors: Object.entries(names).map(([id, name]) => ({
        ...{ id, name, kind: id === 'hall' || id === 'lounge' ? 'motion' : 'contact' },
        ...{ zone: zones.get(id) ?? 'instant', chime: false, autoBypass: false, groupOnly: false },
        ...{ pulses: 1, pulseWindow: 30, entryDelay: null },
      })),
      alarm: {
        ...{
          exitDelay: 60,
          entryDelay: 30,
          delays: { night: { exit: 0, entry: 15 } },
          finalDoor: 5,
        },
        ...{ confirmWindow: 1800, confirmTrips: 0, duration: 300, bedtime: '22:30' },
        profiles: {
          away: 'all',
          night: ['front', 'garage', 'laundry', 'kitchen'],
          home: ['front'],
        },
        groups: [
          { name: 'Downstairs', sensors: ['hall', 'lounge', 'front'], trips: 2, window: 60 },
        ],
        schedules: [
          { at: '23:00', days: ['mon', 'tue', 'wed', 'thu', 'sun'], profile: 'night', when: 'ask' },
        ],
      },
    }),
  );
  return {
    page: { settings, version: '1', locked: null, overridden: [], versions: [] },
    report: {
      ...{ days: 90, events: 4120, before: 11, after: 2, real: { known: 1, lost: [] } },
      differences: [],
    },
    errors: [],
  };
}

export async function answerFor(context: BrowserContext, hub: StandIn): Promise<void> {
  const old = new Map<string, HouseSettings>();
  const keep = (settings: HouseSettings) => {
    const id = String(old.size + 1);
    old.set(id, hub.page.settings);
    hub.page = {
      ...{ ...hub.page, settings, version: String(Number(hub.page.version) + 1) },
      versions: [{ id, at: new Date().toISOString(), by: 'admin' }, ...hub.page.versions],
    };
  };
  await context.route('**/api/settings**', async route => {
    const request = route.request();
    const [, id, isRestore] = /versions\/(\w+)(\/restore)?$/.exec(request.url()) ?? [];
    const refuse = (status: number, code: string, more = {}) =>
      route.fulfill({ status, json: { title: code, code, status, ...more } });
    if (request.url().endsWith('/replay')) {
      if (hub.report === 'fails') return refuse(503, 'history_away');
      return route.fulfill({ json: hub.report });
    }
    if (id && !isRestore) return route.fulfill({ json: old.get(id) });
    if (request.method() !== 'GET') {
      const body = request.postDataJSON();
      if (hub.page.locked) return refuse(409, 'armed', { detail: hub.page.locked });
      if (body.version !== hub.page.version) return refuse(409, 'changed');
      if (hub.errors.length > 0) return refuse(400, 'invalid', { errors: hub.errors });
      keep(id ? (old.get(id) ?? body.settings) : body.settings);
    }
    return route.fulfill({ json: hub.page });
  });
}
