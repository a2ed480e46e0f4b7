import { expect, it } from 'vitest';
import { warnByOutput } from '../../server/outputs/warner.ts';
import { createFakeOutput } from './fake-output.ts';

/** One that was opened. */
async function opened() {
  const output = createFakeOutput();
  await output.kept.set(false);
  output.asked.splice(0);
  return output;
}

it('a pulse is not made when its turn comes too late, or when it is not right any more', async () => {
  const { kept, asked, pass } = await opened();
  const late = kept.pulse(500);
  pass(1_001);
  await expect(late).rejects.toThrow('too late');
  await expect(kept.pulse(500, () => false)).rejects.toThrow('not wanted');
  const inTime = kept.pulse(400);
  pass(1_000);
  await inTime;
  expect([asked, kept.trouble]).toEqual([['pulse 400'], null]);
});

it('a line that is lost is trouble at once, and is not pulsed before it was opened anew', async () => {
  const { kept, asked, lose } = await opened();
  lose();
  expect(kept.trouble).toMatch(/its holder died/);
  await expect(kept.pulse(500)).rejects.toThrow('its holder died');
  expect(asked).toEqual(['closed']);
  await kept.set(false);
  expect([kept.trouble, asked]).toEqual([null, ['closed', 'off']]);
  await kept.close();
});

it('a stop cuts the pulse that runs, and nothing is switched after it', async () => {
  const { kept, asked, holdUp } = await opened();
  holdUp();
  const pulse = kept.pulse(2_000);
  await Promise.resolve();
  await Promise.resolve();
  expect(asked).toEqual(['pulse 2000']);
  await kept.close();
  await pulse;
  expect(asked.at(1)).toBe('closed');
  expect(kept.trouble).toBe('the hub stops');
  await expect(kept.pulse(500)).rejects.toThrow('the hub stops');
});

it('a light that goes off before its end breaks the warning off, and one that is off does not', async () => {
  const { kept, lose } = await opened();
  let failures = 0;
  const warner = warnByOutput(kept, () => {
    failures += 1;
  });
  lose();
  expect(failures).toBe(0);
  await warner.begin();
  lose();
  expect(failures).toBe(1);
  warner.end();
  await kept.close();
});
