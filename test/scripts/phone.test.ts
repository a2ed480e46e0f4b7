import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anyPort, createPlace, type Place, runProgram, startHub } from '../hub-process.ts';

let place: Place;
beforeEach(async () => {
  place = await createPlace(anyPort);
});
afterEach(() => place.remove());

async function addPhone(...args: string[]): Promise<[number | null, string]> {
  const config = { SEC53_CONFIG: join(place.folder, 'sec53.yaml') };
  const run = runProgram('phone', args, place, config);
  return [await run.ended, run.output()];
}

describe('the first phone, from the terminal', () => {
  it('shows a link that the setup page knows, and is refused a name that is taken', async () => {
    const hub = await startHub(place);
    try {
      const [code, output] = await addPhone('Mum’s phone');
      expect(code).toBe(0);
      const [, path = ''] = /https:\/\/sec53\.local:\d+(\/pair\/\S+)/.exec(output) ?? [];
      const page = await hub.send('/api/devices');
      expect(page.status).toBe(200);
      const { ca } = hub.admin();
      const { send } = await import('../request.ts');
      const setup = await send(`${hub.setupAddress}${path}`, { as: { ca } });
      expect(setup.status).toBe(200);
      expect(await addPhone('admin')).toEqual([
        1,
        expect.stringContaining('a device called admin'),
      ]);
      await rm(join(place.data, 'pki/devices/admin'), { recursive: true });
      expect(await addPhone('x')).toEqual([1, expect.stringContaining('Add phones in the app')]);
    } finally {
      await hub.stop();
    }
  });
});
