import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
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
 * Installs the Debian packages whose commands are missing.
 *
 * @param needs one a package: `{ name, commands }`, where any one of the commands will do
 * @param options.holdsServices keeps what is installed from starting now
 * @throws PlainFailure with the command to type when this user may not install packages
 */
export async function ensureDebianPackages(title, needs, { holdsServices = false } = {}) {
  const isMissing = need => !need.commands.some(isCommand);
  const missing = needs.filter(isMissing).map(need => need.name);
  if (missing.length === 0) return;
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const typed = `sudo apt-get update && sudo ${install}`;
  const shell = rootShell();
  if (!shell) {
    throw new PlainFailure(
      `these Debian packages are missing: ${missing.join(', ')}. Type\n\n  ${typed}\n\nand try again.`,
    );
  }
  const wait = '-o DPkg::Lock::Timeout=300';
  const quiet = install.replace('install', `install ${wait}`);
  // The lists may be missing or name versions that are gone; only a failed install tells.
  const script = `${holdsServices ? holdServices : ''}
export DEBIAN_FRONTEND=noninteractive
${quiet} || { apt-get update && ${quiet}; }`;
  await runStep(`${title} (${missing.join(', ')})`, [...shell, script], typed);
  const still = needs.filter(isMissing).map(need => need.name);
  if (still.length > 0)
    throw new PlainFailure(`apt-get installed ${still.join(', ')}, yet no command of it is found`);
}
