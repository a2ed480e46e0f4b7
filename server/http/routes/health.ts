import type { Route } from '../route.ts';

/** For a watcher: is the hub able to do its work? Says nothing that a stranger may not know. */
export function healthRoutes(isWell: () => boolean): Route[] {
  return [
    {
      method: 'GET',
      path: '/healthz',
      access: 'public',
      handle(context) {
        // The setup page, on another port, sees by this address whether the app can be trusted.
        context.set('Cross-Origin-Resource-Policy', 'cross-origin');
        const well = isWell();
        context.status = well ? 200 : 503;
        context.body = { status: well ? 'ok' : 'failing' };
      },
    },
  ];
}
