import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBus } from '../server/bus.ts';
import { createLog } from '../server/log.ts';

function logged(work: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  work(createLog(line => lines.push(line), false));
  return lines;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come through.
const forging = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

describe('the log', () => {
  it('is one line a message, with what belongs to it', () => {
    expect(logged(log => log.warn('a bad line', { line: 3, problem: 'no JSON' }))).toEqual([
      'warning: a bad line line=3 problem="no JSON"\n',
    ]);
  });

  it('never shows a secret', () => {
    const lines = logged(log =>
      log.info('x', { password: 'p1', deep: { token: 'p2', code: 'p3' } }),
    );
    expect(lines.join()).not.toMatch(/p[123]/);
  });

  it('cannot be made to tell a second line by what is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const [line = ''] = logged(log => log.info('x', { name: text.toWellFormed() }));
        expect(line.trimEnd()).not.toMatch(forging);
      }),
      { examples: [['\u2028'], ['\n'], ['\u009b31m'], ['\r'], ['\u001b[2J']] },
    );
  });
});

it('a listener that fails is logged and stops nobody', () => {
  const heard: string[] = [];
  const lines = logged(log => {
    const bus = createBus(log);
    bus.on('status', () => {
      throw new Error('broken');
    });
    bus.on('status', () => void heard.push('second'));
    bus.emit('status', undefined);
  });
  expect(heard).toEqual(['second']);
  expect(lines.join()).toContain('a listener to status failed error="Error: broken"');
});
