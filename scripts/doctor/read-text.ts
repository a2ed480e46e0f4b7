import { readFile } from 'node:fs/promises';

/** A file of the kernel's, or of the system's, without the blanks around; undefined when it cannot be read. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    // The device tree ends its words with NUL.
    return text.replaceAll('\0', '').trim();
  } catch {
    return undefined;
  }
}
