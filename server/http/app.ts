import type { Socket } from 'node:net';
import Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import { errorCode, errorText, HttpProblem } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Identify, Identity } from '../people/identity.ts';
import type { Confirmable } from '../protocol.ts';
import type { AdmitSender } from '../watch/sender-tokens.ts';
import { answerJson } from './answer.ts';
import { serveAssets } from './assets.ts';
import { answerProblems } from './middleware/problems.ts';
import { refuseForeignWrites, setSecurityHeaders } from './middleware/security.ts';
import { admit, type Route, type RouteContext, type State } from './route.ts';

export interface AppRooms {
  identify: Identify;
  /** Told of each connection on which somebody was identified. */
  welcome(socket: Socket, via: Identity['via'] | 'token'): void;
  /** @throws HttpProblem when it is no hub that this one watches */
  admitSender: AdmitSender;
  routes: readonly Route[];
  /** @throws HttpProblem `confirmation_needed` */
  requireConfirmation(context: RouteContext, action: Confirmable): void;
  /** The folder of the built web app. */
  assets: string;
  log: Log;
}

/** Koa itself stumbles over targets that are no path, so they get no further. */
const refuseOddTargets: Middleware = async (context, next) => {
  const target = context.req.url ?? '';
  if (target.startsWith('/') && URL.canParse(target, 'https://hub')) {
    await next();
    return;
  }
  context.status = 400;
  context.body = '';
};

export function createApp(rooms: AppRooms): Koa<State> {
  const { identify, welcome, routes, assets, log } = rooms;
  const app = new Koa<State>();
  // A client that goes away in the middle, or speaks no HTTP, is no error of ours, and strangers
  // must not be able to fill the log.
  app.on('error', error => {
    if (!/^(ECONN|EPIPE|HPE_|ERR_STREAM_|ERR_HTTP_)/.test(errorCode(error))) {
      log.warn('a response failed', { error: errorText(error) });
    }
  });
  app.use(refuseOddTargets);
  app.use(setSecurityHeaders);
  app.use(answerProblems(log));
  app.use(refuseForeignWrites);
  app.use(serveAssets(assets));
  app.use(async (context, next) => {
    context.state.identity = identify(context.req);
    const { identity } = context.state;
    if (identity) welcome(context.req.socket, identity.via);
    context.res.setHeader('Cache-Control', 'no-store');
    await next();
  });
  app.use(createRouter(rooms).routes());
  app.use(context => {
    // A stranger is not told what there is.
    if (!context.state.identity) throw new HttpProblem('unauthenticated');
    const isKnown = routes.some(({ path }) => path === context.path);
    throw new HttpProblem(isKnown ? 'method_not_allowed' : 'not_found');
  });
  return app;
}

function createRouter(rooms: AppRooms): Router<State> {
  const { routes, requireConfirmation, admitSender, welcome } = rooms;
  const router = new Router<State>();

  function admitCaller(route: Route, context: RouteContext): void {
    if (route.access !== 'witness') {
      admit(route, context.state.identity);
      return;
    }
    const { socket, headers } = context.req;
    context.state.sender = admitSender(headers.authorization, socket.remoteAddress ?? '');
    welcome(socket, 'token');
  }

  for (const route of routes) {
    const { method, path, confirm, handle } = route;
    router.register(path, [method.toLowerCase()], async (context: RouteContext) => {
      admitCaller(route, context);
      if (confirm) requireConfirmation(context, confirm);
      await handle(context);
      const { body } = context;
      if (!body) return;
      const isJson = typeof body === 'string' || Buffer.isBuffer(body);
      await answerJson(context, isJson ? body : JSON.stringify(body));
    });
  }
  return router;
}
