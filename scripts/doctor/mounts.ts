import { join } from 'node:path';
import { readText } from './read-text.ts';

export interface Mount {
  /** Such as `/dev/mmcblk0p2`. */
  source: string;
  folder: string;
  type: string;
  isReadOnly: boolean;
}

/** The file system that a path lies on. */
export async function findMount(path: string, root: string): Promise<Mount | undefined> {
  const text = (await readText(join(root, 'proc/mounts'))) ?? '';
  return (
    text
      .split('\n')
      .map(parse)
      .filter(({ folder }) => folder === '/' || path === folder || path.startsWith(`${folder}/`))
      // What was mounted last hides what is below it.
      .reduce<Mount | undefined>(
        (best, mount) => (best && best.folder.length > mount.folder.length ? best : mount),
        undefined,
      )
  );
}

/** The kernel writes blanks in octal. */
const readable = (text: string) =>
  text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));

function parse(line: string): Mount {
  const [source = '', folder = '', type = '', options = ''] = line.split(' ').map(readable);
  return { source, folder, type, isReadOnly: options.split(',').includes('ro') };
}
