import { rm } from 'node:fs/promises';
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import nodeResolve from '@rollup/plugin-node-resolve';
import type { RollupOptions } from 'rollup';
import esbuild from 'rollup-plugin-esbuild';
import { precache } from './client/build/precache.ts';
import { precompress } from './client/build/precompress.ts';
import { staticFiles } from './client/build/static-files.ts';

const forBrowser = () => [
  nodeResolve({ browser: true }),
  esbuild({
    // Packages too: Workbox asks for the environment by name.
    include: /\.m?[jt]s$/,
    exclude: [],
    target: 'safari16.4',
    minify: true,
    tsconfig: 'client/tsconfig.json',
    define: { 'process.env.NODE_ENV': '"production"' },
  }),
];

/** The web app: everything the hub serves to a browser, with nothing left to do at run time. */
const client: RollupOptions = {
  input: { main: 'client/main.ts' },
  output: {
    dir: 'dist/client',
    format: 'es',
    entryFileNames: 'assets/[name]-[hash].js',
    chunkFileNames: 'assets/[name]-[hash].js',
    assetFileNames: 'assets/[name]-[hash][extname]',
    hoistTransitiveImports: false,
  },
  plugins: [
    { name: 'clean', renderStart: ({ dir = '' }) => rm(dir, { recursive: true, force: true }) },
    ...forBrowser(),
    staticFiles(),
  ],
};

/** One file of its own, beside the finished app: browsers let a worker import no others. */
const worker: RollupOptions = {
  input: 'client/service-worker.ts',
  output: {
    dir: 'dist/client',
    format: 'es',
    // A worker's address is its identity: it must stay the same from version to version.
    entryFileNames: 'service-worker.js',
  },
  plugins: [...forBrowser(), precache(), precompress()],
};

/** Native code, and what only some houses need: loaded from node_modules when it is asked for. */
const unbundled = ['better-sqlite3', 'onoff', 'mysql2', 'better-queue'];

const forNode = () => [
  nodeResolve({ preferBuiltins: true, exportConditions: ['node'] }),
  commonjs({ ignoreDynamicRequires: true }),
  json({ preferConst: true }),
  esbuild({ target: 'node20', tsconfig: 'tsconfig.json' }),
];

/** The hub and its commands. Bundled, because a start reads a few files instead of a thousand. */
const server: RollupOptions = {
  input: {
    main: 'server/main.ts',
    pki: 'pki/main.ts',
    totp: 'scripts/totp.ts',
    'outputs-off': 'scripts/outputs-off.ts',
    evidence: 'scripts/evidence.ts',
    doctor: 'scripts/doctor.ts',
    phone: 'scripts/phone.ts',
    backup: 'scripts/backup.ts',
    restore: 'scripts/restore.ts',
    'import-legacy': 'scripts/import-legacy.ts',
    'sqlite-worker': 'server/history/sqlite-worker.mjs',
  },
  external: unbundled,
  output: {
    dir: 'dist/server',
    format: 'es',
    sourcemap: true,
    entryFileNames: chunk => (chunk.name === 'sqlite-worker' ? '[name].mjs' : '[name].js'),
    chunkFileNames: '[name]-[hash].js',
  },
  plugins: [
    { name: 'clean', buildStart: () => rm('dist/server', { recursive: true, force: true }) },
    ...forNode(),
  ],
};

/** Built apart from the hub, so that measuring does not change how the hub is cut into files. */
const bench: RollupOptions = {
  input: { bench: 'scripts/bench.ts' },
  external: [...unbundled, /^mysql2\//, 'playwright-core'],
  output: {
    dir: 'dist/server',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'bench-[name]-[hash].js',
  },
  plugins: forNode(),
};

export default [client, worker, server, bench];
