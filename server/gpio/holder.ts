import { readFile } from 'node:fs/promises';

/**
 * Who holds a line, as `/sys/kernel/debug/gpio` says: undefined when nobody does, or when only root may look.
 *
 * @param number the kernel's own
 */
export async function findHolder(number: number, file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  // "gpio-529 (GPIO17              |onewire@0           ) in  hi", or without the name.
  const [, inner] = new RegExp(`^\\s*gpio-${number}\\s+\\(([^)]*)\\)`, 'm').exec(text) ?? [];
  return inner?.split('|').at(-1)?.trim() || undefined;
}
