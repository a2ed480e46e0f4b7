import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = [
  'client',
  'package-lock.json',
  'package.json',
  'pki',
  'rollup.config.ts',
  'scripts',
  'server',
  'tsconfig.json',
];

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const abi = `${process.platform} ${process.arch} ${process.versions.modules}`;
const abiFile = root => join(root, 'node_modules', '.sec53-abi');

/** Native modules are compiled for one Node; after an upgrade they no longer load. */
function isForThisNode(root) {
  const noted = readText(abiFile(root));
  if (noted !== undefined) return noted === abi;
  const probe = "new (require('better-sqlite3'))(':memory:').close(); require('epoll')";
  const loads = spawnSync(process.execPath, ['-e', probe], { cwd: root }).status === 0;
  if (loads) noteInstall(root);
  return loads;
}

/** Remembers which Node the packages were compiled for. */
export function noteInstall(root) {
  writeFileSync(abiFile(root), abi);
}

/**
 * True when node_modules holds what package-lock.json asks for. npm writes its own record
 * (node_modules/.package-lock.json) as its last act, so an interrupted install has none. Contents are
 * compared, not times: a git checkout gives every file a new time.
 */
export function isInstallCurrent(root) {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const present = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (!wanted || !present) return false;
  for (const [path, { version, integrity, optional, devOptional, link }] of Object.entries(
    wanted,
  )) {
    // Optional packages are often for other machines.
    if (path === '' || optional || devOptional || link) continue;
    if (present[path]?.version !== version || present[path].integrity !== integrity) return false;
  }
  return isForThisNode(root);
}

function* filesUnder(root, path) {
  const entries = readdirSync(join(root, path), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = `${path}/${entry.name}`;
    if (entry.isDirectory()) yield* filesUnder(root, inside);
    else if (entry.isFile()) yield inside;
  }
}

function* sourceFiles(root) {
  const top = new Map(readdirSync(root, { withFileTypes: true }).map(entry => [entry.name, entry]));
  for (const name of sources) {
    if (top.get(name)?.isDirectory()) yield* filesUnder(root, name);
    else if (top.has(name)) yield name;
  }
}

/** A hash over the names and contents of everything that the build reads. */
export function hashSources(root) {
  const hash = createHash('sha256');
  for (const file of sourceFiles(root)) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

const buildFile = root => join(root, 'dist', '.stamp');

/** True when dist was built, to its end, from these sources. */
export function isBuildCurrent(root) {
  return (
    existsSync(join(root, 'dist/server/main.js')) && readText(buildFile(root)) === hashSources(root)
  );
}

/** Marks dist as unfinished. */
export function forgetBuild(root) {
  rmSync(buildFile(root), { force: true });
}

/** Remembers what dist was built from: the hash taken before the build, so that an edit during it counts. */
export function noteBuild(root, hash) {
  writeFileSync(buildFile(root), hash);
}
