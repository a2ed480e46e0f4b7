import { readdir, readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'rollup';

const COMPRESSIBLE = /\.(js|css|html|svg|webmanifest)$/;

/** Puts a `.gz` and a `.br` beside each text file: the hub's Pi should not compress at each request. */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    writeBundle: {
      sequential: true,
      order: 'post',
      async handler({ dir = '' }) {
        const files = await readdir(dir, { recursive: true });
        await Promise.all(
          files.filter(file => COMPRESSIBLE.test(file)).map(file => compress(`${dir}/${file}`)),
        );
      },
    },
  };
}

async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, brotli));
}
