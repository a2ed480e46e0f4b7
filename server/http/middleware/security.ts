import type { Middleware } from 'koa';
import { HttpProblem } from '../../errors.ts';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const headers = Object.entries({
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
});

/** A name with a domain, and perhaps a port. */
const isName = /\.[a-z-]+(:\d+)?$/i;

/** Headers of every answer. */
export const setSecurityHeaders: Middleware = (context, next) => {
  for (const [name, value] of headers) context.res.setHeader(name, value);
  // Not for localhost or a bare address, which other programs of that machine share.
  if (isName.test(context.req.headers.host ?? '')) {
    context.res.setHeader('Strict-Transport-Security', 'max-age=31536000');
  }
  return next();
};

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A certificate goes along with every request of a browser, like a cookie, so a write must come from
 * our own page. Browsers say where it comes from; programs (curl) say nothing and hold no ambient
 * credential.
 */
export const refuseForeignWrites: Middleware = (context, next) => {
  if (!safe.has(context.method)) {
    const { origin, 'sec-fetch-site': site } = context.req.headers;
    const isOwn = origin === undefined || origin === `https://${context.req.headers.host}`;
    const isSameSite = site === undefined || site === 'same-origin' || site === 'none';
    if (!isOwn || !isSameSite) throw new HttpProblem('foreign_origin');
  }
  return next();
};
