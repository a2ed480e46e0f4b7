import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PlainFailure, runStep } from './step.mjs';

// A plain user's PATH lacks the sbin folders, where servers live.
const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
];

function isCommand(name) {
  return folders.some(folder => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Whether a file is below /usr/lib, or below one of its folders for a kind of machine. */
function isLibrary(path) {
  return ['', ...readdirSync('/usr/lib')].some(folder =>
    existsSync(join('/usr/lib', folder, path)),
  );
}

function isThere({ commands = [], library }) {
  return commands.some(isCommand) || (library !== undefined && isLibrary(library));
}

function rootShell() {
  if (!isCommand('apt-get')) return undefined;
  if (process.getuid?.() === 0) return ['sh', '-c'];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n', 'sh', '-c'] : undefined;
}

const mark = '# Made while the tests of sec53 install a database server that must not start.';
const policy = '/usr/sbin/policy-rc.d';

/** Debian's own switch against starting a service at its installation; an existing one is left alone. */
const holdServices = `
if [ ! -e ${policy} ] || grep -qF '${mark}' ${policy}; then
  trap 'rm -f ${policy}' EXIT
  trap 'exit 130' HUP INT TERM
  printf '#!/bin/sh\\n${mark}\\nexit 101\\n' > ${policy}
  chmod 755 ${policy}
fi
`;

/**
 * Installs the Debian packages that are missing.
 *
 * @param needs one a package: `{ name, commands }`, where any one of the commands will do, or
 * `{ name, library }`, a file of it below /usr/lib
 * @param options.wishes what is tried as well, and may stay missing
 * @param options.holdsServices keeps what is installed from starting now
 * @throws PlainFailure with the command to type when this user may not install what is needed
 */
export async function ensureDebianPackages(
  title,
  needs,
  { wishes = [], holdsServices = false } = {},
) {
  const missingOf = list => list.filter(need => !isThere(need)).map(({ name }) => name);
  const missing = missingOf(needs);
  const wished = missingOf(wishes);
  if (missing.length + wished.length === 0) return;
  const install = names => `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  const typed = `sudo apt-get update && sudo ${install([...missing, ...wished])}`;
  const shell = rootShell();
  if (!shell && missing.length > 0) {
    throw new PlainFailure(
      `these Debian packages are missing: ${missing.join(', ')}. Type\n\n  ${typed}\n\nand try again.`,
    );
  }
  if (!shell) return;
  const quietly = names => install(names).replace('install', 'install -o DPkg::Lock::Timeout=300');
  const all = quietly([...missing, ...wished]);
  // The lists may be missing or name versions that are gone; only a failed install tells.
  const script = `${holdsServices ? holdServices : ''}
export DEBIAN_FRONTEND=noninteractive
${all} || { apt-get update && ${all}; }${wished.length > 0 ? ` || ${missing.length > 0 ? quietly(missing) : 'true'}` : ''}`;
  await runStep(`${title} (${[...missing, ...wished].join(', ')})`, [...shell, script], typed);
  const still = missingOf(needs);
  if (still.length > 0)
    throw new PlainFailure(`apt-get installed ${still.join(', ')}, yet no command of it is found`);
}
