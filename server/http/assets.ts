import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import type { Middleware } from 'koa';
import { Refusal } from '../errors.ts';

interface Asset {
  type: string;
  etag: string;
  body: Buffer;
  gzip: Buffer | undefined;
  brotli: Buffer | undefined;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** Paths that are never the app's own pages. */
const isReserved = /^\/(api|healthz|metrics)(\/|$)/;

/**
 * The built web app, from memory: there is no path that a request could climb out of. Nothing in it
 * is secret, so strangers get it too; it is what shows them the sign-in page.
 *
 * @param folder as the build leaves it, with `.gz` and `.br` beside what compresses
 * @throws Refusal when it is not built
 */
export function serveAssets(folder: string): Middleware {
  const assets = loadAssets(folder);
  const page = assets.get('/index.html');
  return async (context, next) => {
    const { path, method } = context;
    const isPage = !isReserved.test(path) && extname(path) === '';
    const asset = assets.get(path) ?? (isPage ? page : undefined);
    if (!asset || (method !== 'GET' && method !== 'HEAD')) {
      await next();
      return;
    }
    context.set('Vary', 'Accept-Encoding');
    context.set(
      'Cache-Control',
      path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
    context.type = asset.type;
    context.etag = asset.etag;
    if (context.fresh) {
      context.status = 304;
      return;
    }
    const encoding = context.acceptsEncodings('gzip', 'identity');
    if (asset.brotli && context.acceptsEncodings('br')) {
      context.set('Content-Encoding', 'br');
      context.body = asset.brotli;
    } else if (encoding !== 'identity' && asset.gzip && context.acceptsEncodings('gzip')) {
      context.set('Content-Encoding', 'gzip');
      context.body = asset.gzip;
    } else {
      context.body = asset.body;
    }
    context.type = asset.type;
  };
}

function loadAssets(folder: string): Map<string, Asset> {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Refusal(`the web app is not built (${folder}); run npm run build`);
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
  const known = new Set(files);
  const assets = new Map<string, Asset>();
  for (const file of files) {
    if (/\.(gz|br)$/.test(file)) continue;
    const body = readFileSync(file);
    assets.set(`/${relative(folder, file).replaceAll('\\', '/')}`, {
      type: types[extname(file)] ?? 'application/octet-stream',
      etag: createHash('sha256').update(body).digest('base64url').slice(0, 22),
      body,
      gzip: known.has(`${file}.gz`) ? readFileSync(`${file}.gz`) : undefined,
      brotli: known.has(`${file}.br`) ? readFileSync(`${file}.br`) : undefined,
    });
  }
  return assets;
}
