import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from './run.ts';

/** What cannot be had on this machine now: a reason to leave tests out, no mistake of ours. */
export class NotToBeHad extends Error {}

export interface Suite {
  /** The names of the packages that a package depends on. */
  needsOf(name: string): Promise<string[]>;
  /** Fetches packages and unpacks them, installing nothing. */
  unpack(names: readonly string[], into: string): Promise<void>;
}

/** The mirrors that this machine's own packages come from: of the release, and of its security. */
async function findMirrors(): Promise<{ main: string; security: string }> {
  const format = ['--format', '$(RELEASE) $(REPO_URI)', 'Created-By: Packages'];
  const targets = (await runTool('apt-get', ['indextargets', ...format])).trim().split('\n');
  const find = (isWanted: (release: string) => boolean) => {
    const [, address] =
      targets
        .map(target => target.split(' '))
        .find(([release = '', address = '']) => isWanted(release) && address.includes('debian')) ??
      [];
    if (address === undefined)
      throw new NotToBeHad('this is no Debian with a mirror of its packages');
    return address;
  };
  return {
    main: find(release => /^[a-z]+$/.test(release)),
    security: find(release => release.endsWith('-security')),
  };
}

/**
 * The packages of a release of Debian, whatever release this machine runs; its own lists stay as they are.
 *
 * @param folder for lists and packages; may be removed afterwards
 * @throws NotToBeHad
 */
export async function openSuite(codename: string, folder: string): Promise<Suite> {
  const { main, security } = await findMirrors();
  const [sources, lists, cache] = ['sources.list', 'lists', 'cache'].map(name =>
    join(folder, name),
  );
  await mkdir(join(folder, 'lists/partial'), { recursive: true });
  await mkdir(join(folder, 'cache/archives/partial'), { recursive: true });
  await writeFile(
    join(folder, 'sources.list'),
    `deb ${main} ${codename} main\ndeb ${security} ${codename}-security main\n`,
  );
  const settings = [
    ...['-o', `Dir::Etc::sourcelist=${sources}`, '-o', 'Dir::Etc::sourceparts=-'],
    ...['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${cache}`],
    ...['-o', 'Acquire::Languages=none', '-o', 'APT::Sandbox::User=root', '-q'],
  ];
  const apt = async (command: string, args: readonly string[], cwd = folder) => {
    try {
      return await runTool(command, [...settings, ...args], { cwd });
    } catch (cause) {
      const { stderr = '' } = cause as { stderr?: string };
      const why = stderr.trim().split('\n').at(-1);
      throw new NotToBeHad(`apt has no ${args.join(' ')} of ${codename}: ${why}`, { cause });
    }
  };
  await apt('apt-get', ['update', '--error-on=any']);
  return {
    async needsOf(name) {
      const text = await apt('apt-cache', ['depends', name]);
      return [...text.matchAll(/Depends: ([^\s<>]+)/g)].map(([, needed = '']) => needed);
    },
    async unpack(names, into) {
      const packages = join(folder, 'packages', names[0] ?? '');
      await mkdir(packages, { recursive: true });
      await apt('apt-get', ['download', ...names], packages);
      for (const file of await readdir(packages)) {
        await runTool('dpkg', ['-x', join(packages, file), into]);
      }
    },
  };
}
