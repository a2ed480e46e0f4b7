import { readdir, readFile } from 'node:fs/promises';
import { transform } from 'esbuild';
import type { OutputBundle, Plugin } from 'rollup';

const FOLDER = 'client';
const SHEETS = ['styles/tokens.css', 'styles/page.css'];

/** Writes what is not a module: the page with the hashed names in it, its styles, the manifest, the icons. */
export function staticFiles(): Plugin {
  return {
    name: 'static-files',
    async generateBundle(_options, bundle) {
      const sheets = await Promise.all(SHEETS.map(sheet => readText(sheet)));
      const { code } = await transform(sheets.join('\n'), { loader: 'css', minify: true });
      const styles = this.emitFile({ type: 'asset', name: 'styles.css', source: code });
      const page = (await readText('index.html'))
        .replace('/styles.css', `/${this.getFileName(styles)}`)
        .replace('/main.js', `/${fileOf(bundle, 'main')}`);
      this.emitFile({ type: 'asset', fileName: 'index.html', source: page });
      const manifest = JSON.stringify(JSON.parse(await readText('manifest.webmanifest')));
      this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source: manifest });
      for (const icon of await readdir(`${FOLDER}/icons`)) {
        const source = await readFile(`${FOLDER}/icons/${icon}`);
        this.emitFile({ type: 'asset', fileName: `icons/${icon}`, source });
      }
    },
  };
}

function readText(path: string): Promise<string> {
  return readFile(`${FOLDER}/${path}`, 'utf8');
}

function fileOf(bundle: OutputBundle, entry: string): string {
  const chunk = Object.values(bundle).find(file => file.type === 'chunk' && file.name === entry);
  if (!chunk) throw new Error(`no output for the entry ${entry}`);
  return chunk.fileName;
}
