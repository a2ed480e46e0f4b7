import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordedLine, readRecording } from '../../server/sensors/recording.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-recording-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Buffer, skip = 0): Promise<RecordedLine[]> {
  const file = join(folder, 'recording');
  writeFileSync(file, content);
  const lines: RecordedLine[] = [];
  for await (const batch of readRecording(file, skip)) lines.push(...batch);
  return lines;
}

const good = { at: '2026-03-01T01:00:00.000Z', sensor: 'door', kind: 'contact', value: 'open' };
const text = (more: object = {}) => JSON.stringify({ ...good, ...more });

describe('a recording', () => {
  it('is read plain or gzipped, with any line ends, and counts empty lines as lines only', async () => {
    const content = `${text()}\r\n\n${text({ value: 'closed' })}`;
    for (const form of [content, gzipSync(content)]) {
      expect(await read(form)).toMatchObject([
        { number: 1, reading: { sensor: 'door', value: 'open', at: Date.parse(good.at) } },
        { number: 3, reading: { value: 'closed' } },
      ]);
    }
    expect(await read('')).toEqual([]);
  });

  it('goes on behind the lines that were taken before', async () => {
    const lines = await read([text(), text(), text({ sensor: 'last' })].join('\n'), 2);
    expect(lines).toMatchObject([{ number: 3, reading: { sensor: 'last' } }]);
  });

  it.each([
    ['not json', 'this is not JSON'],
    ['[]', 'at is not'],
    ['7', 'this is not an object'],
    [text({ at: '2026-02-30T10:00:00Z' }), 'at is not'],
    [text({ at: '2026-03-01T24:00:00Z' }), 'at is not'],
    [text({ at: '2026-03-01 10:00' }), 'at is not'],
    [text({ at: '1969-12-31T23:59:59Z' }), 'from 1970'],
    [text({ at: 1 }), 'at is not'],
    [text({ sensor: '' }), 'sensor is not'],
    [text({ sensor: 'a\u0007' }), 'sensor is not'],
    [text({ sensor: 'x'.repeat(65) }), 'sensor is not'],
    [text({ kind: 'light' }), 'kind is not'],
    [text({ value: 'active' }), 'value is not open or closed'],
    [text({ kind: 'temperature', value: '20' }), 'value is not a temperature'],
    [text({ kind: 'temperature', value: 1e9 }), 'value is not a temperature'],
    ['x'.repeat(70_000), 'longer than 64 KiB'],
  ])('names what is wrong with a line, and stops nothing: %#', async (line, problem) => {
    const lines = await read(`${text()}\n${line}\n${text()}`);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatchObject({ number: 2, problem: expect.stringContaining(problem) });
  });

  it('says that bytes are no UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"at":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}\n'),
    ]);
    expect(await read(bytes)).toEqual([{ number: 1, problem: 'this is not UTF-8' }]);
  });

  it('whose gzip ends in the middle gives its whole lines, then fails', async () => {
    const content = Array.from({ length: 5000 }, (_, index) => text({ sensor: `s${index}` })).join(
      '\n',
    );
    const file = join(folder, 'cut');
    writeFileSync(file, gzipSync(content).subarray(0, -200));
    let found = 0;
    const all = async () => {
      for await (const batch of readRecording(file, 0)) found += batch.length;
    };
    await expect(all()).rejects.toThrow(/unexpected end of file/);
    expect(found).toBeGreaterThan(1000);
  });

  it('of anything is read to its end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async bytes => {
        // A gzip by chance would be a broken one.
        if (bytes[0] === 0x1f && bytes[1] === 0x8b) return;
        await read(Buffer.from(bytes));
      }),
      { numRuns: 50 },
    );
  });
});
