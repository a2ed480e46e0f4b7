import type { Plugin } from 'rollup';
import { injectManifest } from 'workbox-build';

/** Tells the service worker which files the app consists of. Runs on the written files. */
export function precache(): Plugin {
  return {
    name: 'precache',
    writeBundle: {
      sequential: true,
      order: 'pre',
      async handler({ dir = '' }) {
        const { warnings } = await injectManifest({
          swSrc: `${dir}/service-worker.js`,
          swDest: `${dir}/service-worker.js`,
          globDirectory: dir,
          globPatterns: [
            'index.html',
            'manifest.webmanifest',
            'assets/*',
            'icons/icon.svg',
            'icons/icon-180.png',
          ],
          globIgnores: ['**/*.{br,gz}'],
          // Hashed names say their version themselves.
          dontCacheBustURLsMatching: /^assets\//,
        });
        for (const warning of warnings) this.warn(warning);
      },
    },
  };
}
