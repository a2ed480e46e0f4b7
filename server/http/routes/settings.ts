import { z } from 'zod';
import { readSettings } from '../../config/settings-request.ts';
import type { Settings } from '../../settings.ts';
import { readBody } from '../input.ts';
import { actorOf, type Route, type RouteContext } from '../route.ts';

export interface SettingsRoom {
  settings: Settings;
  /** Runs a write of the store; a disk that refuses becomes `storage`. */
  write: (work: () => void) => void;
}

/** A large house has hundreds of sensors. */
const bodyLimit = 256 * 1024;
const version = z.string('write the version that was read').max(64);
const saveRequest = z.strictObject({ settings: z.unknown(), version });
const replayRequest = z.strictObject({ settings: z.unknown() });
const restoreRequest = z.strictObject({ version: version.optional() });

/** Zones, profiles, delays, groups and schedules, which an admin sets in the app. */
export function settingsRoutes({ settings, write }: SettingsRoom): Route[] {
  const idOf = (context: RouteContext) => context.params.id ?? '';
  return [
    {
      method: 'GET',
      path: '/api/settings',
      access: 'admin',
      handle(context) {
        context.body = settings.page();
      },
    },
    {
      method: 'PUT',
      path: '/api/settings',
      access: 'admin',
      confirm: 'admin',
      async handle(context) {
        const { settings: wanted, version: seen } = await readBody(context, saveRequest, bodyLimit);
        write(() => {
          context.body = settings.save(readSettings(wanted), seen, actorOf(context));
        });
      },
    },
    {
      method: 'POST',
      path: '/api/settings/replay',
      access: 'admin',
      async handle(context) {
        const { settings: wanted } = await readBody(context, replayRequest, bodyLimit);
        context.body = await settings.replay(readSettings(wanted));
      },
    },
    {
      method: 'GET',
      path: '/api/settings/versions/:id',
      access: 'admin',
      handle(context) {
        context.body = settings.version(idOf(context));
      },
    },
    {
      method: 'POST',
      path: '/api/settings/versions/:id/restore',
      access: 'admin',
      confirm: 'admin',
      async handle(context) {
        const hasBody = Boolean(context.is('application/json'));
        const { version: seen } = hasBody ? await readBody(context, restoreRequest) : {};
        write(() => {
          context.body = settings.restore(idOf(context), seen, actorOf(context));
        });
      },
    },
  ];
}
