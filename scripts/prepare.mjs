import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDebianPackages } from './debian.mjs';
import { withLock } from './lock.mjs';
import {
  forgetBuild,
  hashSources,
  isBuildCurrent,
  isInstallCurrent,
  noteBuild,
  noteInstall,
} from './stamps.mjs';
import { runStep } from './step.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const compilers = [
  { name: 'python3', commands: ['python3'] },
  { name: 'make', commands: ['make'] },
  { name: 'g++', commands: ['g++'] },
];

/** The npm that runs this command, else the one on the path. */
function npm(...args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? [process.execPath, cli, ...args] : ['npm', ...args];
}

/** Headers that came with this Node spare a download, and fit it for certain. */
function compilerSettings() {
  const prefix = resolve(dirname(process.execPath), '..');
  const headers = join(prefix, 'include', 'node');
  const complete = ['node.h', 'common.gypi'].every(file => existsSync(join(headers, file)));
  return {
    npm_config_build_from_source: 'true',
    ...(complete && { npm_config_nodedir: prefix }),
  };
}

/** npm warns of settings that are meant for the compiler, not for npm; other warnings are the owner's to see. */
function isWarning(line) {
  return (
    line.startsWith('npm warn') && !/Unknown env config "(build-from-source|nodedir)"/.test(line)
  );
}

async function install() {
  await ensureDebianPackages('installing compilers', compilers);
  const env = compilerSettings();
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  // Development packages build the hub, so they are wanted on production machines too.
  const flags = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  await runStep(
    'installing packages',
    npm(...flags),
    `cd ${root} && ${settings.join(' ')} npm ${flags.join(' ')}`,
    { cwd: root, env, echo: isWarning },
  );
  noteInstall(root);
}

async function build() {
  forgetBuild(root);
  const hash = hashSources(root);
  await runStep('building', npm('run', 'build'), `cd ${root} && npm run build`, { cwd: root });
  noteBuild(root, hash);
}

/**
 * Installs and builds what is missing or out of date, so that a fresh clone runs with one command.
 * Speaks on stderr only, and says nothing when there is nothing to do.
 *
 * @throws PlainFailure that names the command to type
 */
export async function prepare() {
  if (isInstallCurrent(root) && isBuildCurrent(root)) return;
  const onWait = () =>
    console.error('another sec53 command is installing or building; waiting for it');
  await withLock(join(root, '.cache', 'prepare.lock'), onWait, async () => {
    if (!isInstallCurrent(root)) await install();
    if (!isBuildCurrent(root)) await build();
  });
}
