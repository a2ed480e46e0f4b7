import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { anyPort, createPlace } from '../hub-process.ts';
import { readCredential, send } from '../request.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

it('`npm start` runs the hub, brings it back after RESTART and after a crash, and ends it', async () => {
  const place = await createPlace(anyPort, { isNew: true });
  const npm = spawn('npm', ['start', '--', '--config', join(place.folder, 'sec53.yaml')], {
    cwd: root,
    env: { ...process.env, SEC53_DATA: place.data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(npm, 'close');
  let text = '';
  const ready = (count: number) =>
    new Promise<string>(resolve => {
      const look = () => {
        const found = [...text.matchAll(/^sec53 ready (\S+)$/gm)];
        if (found.length < count) return;
        npm.stdout.off('data', look);
        resolve(found[count - 1]?.[1] ?? '');
      };
      npm.stdout.on('data', look);
      look();
    });
  npm.stdout.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });

  const address = await ready(1);
  const as = readCredential(join(place.data, 'pki'), 'admin');
  const startedAt = async () => (await send(`${address}/api/status`, { as })).json.startedAt;
  const first = await startedAt();
  await send(`${address}/api/mode`, { as, method: 'PUT', body: { mode: 'off' } });
  expect((await send(`${address}/api/restart`, { as, method: 'POST' })).status).toBe(202);
  expect(await ready(2)).toBe(address);
  expect(Date.parse(await startedAt())).toBeGreaterThan(Date.parse(first));
  expect((await send(`${address}/api/status`, { as })).json.mode).toBe('off');

  // The data folder names the process that uses it.
  const { readFileSync } = await import('node:fs');
  process.kill(Number(readFileSync(join(place.data, 'hub.pid'), 'utf8')), 'SIGKILL');
  expect(await ready(3)).toBe(address);
  expect((await send(`${address}/api/status`, { as })).json.mode).toBe('off');

  npm.kill('SIGTERM');
  await ended;
  await expect(send(`${address}/healthz`, { as })).rejects.toThrow(/ECONNREFUSED/);
  await place.remove();
});
