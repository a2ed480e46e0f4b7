import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createGpiodDriver } from '../../server/gpio/gpiod.ts';
import type { Line, LineError, LineLevel } from '../../server/gpio/line.ts';
import type { Output } from '../../server/gpio/output.ts';
import { createGpiodKernel, type GpiodKernel } from '../fakes/gpiod-kernel.ts';
import { until } from '../until.ts';

const contact = { line: 17, activeLow: false, bias: 'none' } as const;
const relay = { line: 5, activeLow: true } as const;
/** Looks at once when there is a reason, and never without. */
const eager = { quietMs: 0, pauseMs: 0, everyMs: 1e9, firstMs: 1e9, retryMs: 1000 };
const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;

const opened: (Line | Output)[] = [];
const kernels: GpiodKernel[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
  for (const kernel of kernels.splice(0)) kernel.remove();
});

function createBench(version?: string, looks = { ...eager, pauseMs: 1e9 }) {
  const kernel = createGpiodKernel(version);
  kernels.push(kernel);
  const { environment } = kernel;
  const { openLine, openOutput } = createGpiodDriver({ environment }, looks);
  const edges: [LineLevel, number][] = [];
  const faults: LineError[] = [];
  return {
    ...{ kernel, edges, faults },
    async watch(options: Parameters<typeof openLine>[0] = contact) {
      const line = await openLine(options);
      opened.push(line);
      const first = line.read();
      line.watch(
        (level, at) => edges.push([level, at]),
        fault => faults.push(fault),
      );
      return { line, first };
    },
    async drive(options = relay) {
      const output = await openOutput(options);
      opened.push(output);
      return output;
    },
  };
}

describe.each(['1.6.3', '2.2.1'])('with libgpiod %s', version => {
  test('a line has its level and bias from the start, and edges with the kernel’s own times', async () => {
    const { kernel, edges, watch } = createBench(version);
    kernel.put(17, 1);
    const { line, first } = await watch({ ...contact, bias: 'pull-up' });
    expect(first).toBe(1);
    expect(await until(() => kernel.bias(17) || undefined)).toBe('pull-up');
    const before = Date.now();
    const fell = monotonicMs() - 1000;
    const after = Date.now();
    await kernel.edges(17, [
      { level: 0, monotonicMs: fell },
      { level: 1, monotonicMs: fell + 5 },
      { level: 0, monotonicMs: fell + 500.25 },
    ]);
    const [one, two, three] = await until(() => (edges.length === 3 ? edges : undefined));
    expect([one?.[0], two?.[0], three?.[0]]).toEqual([0, 1, 0]);
    expect((two?.[1] ?? 0) - (one?.[1] ?? 0)).toBeCloseTo(5, 2);
    expect((three?.[1] ?? 0) - (one?.[1] ?? 0)).toBeCloseTo(500.25, 2);
    // Late as it was told of.
    expect(one?.[1]).toBeGreaterThan(before - 1003);
    expect(one?.[1]).toBeLessThan(after - 997);
    expect(line.read()).toBe(0);
  });

  test('an active-low line is turned round, at the start and with each edge', async () => {
    const { kernel, edges, watch } = createBench(version);
    const { first } = await watch({ ...contact, activeLow: true });
    expect(first).toBe(1);
    await kernel.edges(17, [{ level: 1, monotonicMs: monotonicMs() }]);
    await until(() => edges[0]);
    expect(edges[0]?.[0]).toBe(0);
  });

  test('edges that contradict each other have the level read anew, and what it found reported', async () => {
    const { kernel, edges, watch } = createBench(version, eager);
    const { line } = await watch();
    await kernel.edges(17, [{ level: 0, monotonicMs: monotonicMs() }]);
    kernel.put(17, 1);
    await until(() => edges[1]);
    expect(edges.map(([level]) => level)).toEqual([0, 1]);
    expect(line.read()).toBe(1);
    await until(() => kernel.holder(17));
    await until(() =>
      kernel.edges(17, [{ level: 0, monotonicMs: monotonicMs() }]).then(
        () => true,
        () => undefined,
      ),
    );
    await until(() => edges[2]);
    expect(line.read()).toBe(0);
  });

  test('a gpiomon that dies is a fault with its reason, told once; the line can be opened anew', async () => {
    const { kernel, faults, watch } = createBench(version);
    const { line } = await watch();
    process.kill(kernel.holder(17)?.pid ?? 0, 'SIGKILL');
    await until(() => faults[0]);
    expect(faults[0]).toMatchObject({
      ...{ code: 'EENDED', line: 17 },
      message: expect.stringContaining('gpiomon ended with SIGKILL'),
    });
    expect(() => line.read()).toThrow(faults[0]);
    await line.close();
    expect((await watch()).first).toBe(0);
    expect(faults).toHaveLength(1);
  });

  test('a line that is held says by whom, and one that is forbidden for whom it is', async () => {
    const { kernel, watch } = createBench(version);
    kernel.take(17, 'onewire@0');
    await expect(watch()).rejects.toMatchObject({
      ...{ code: 'EBUSY', holder: 'onewire@0' },
      message: expect.stringMatching(/^GPIO line 17: held by onewire@0: /),
    });
    kernel.deny();
    await expect(watch()).rejects.toMatchObject({
      code: 'EACCES',
      message: expect.stringContaining('sudo usermod -aG gpio'),
    });
  });

  test('an output rests from the first moment, works while it is set, and rests when it is closed', async () => {
    const { kernel, drive } = createBench(version);
    const output = await drive();
    expect(kernel.driven(5)).toBe('1');
    await output.set(true);
    await output.set(true);
    expect(kernel.driven(5)).toBe('10');
    await output.set(false);
    expect(kernel.driven(5)).toBe('101');
    await output.set(true);
    await output.close();
    expect(kernel.driven(5)).toBe('10101');
    expect(kernel.holder(5)).toBeUndefined();
    await expect(output.set(true)).rejects.toMatchObject({ code: 'ECLOSED' });
  });

  test('a pulse works for its time, and the line is held at rest after it', async () => {
    const { kernel, drive } = createBench(version);
    const output = await drive();
    await output.pulse(30);
    expect(kernel.driven(5)).toMatch(/^101+$/);
    expect(kernel.holder(5)).toBeDefined();
    expect(kernel.calls().filter(call => /toggle=30ms,0|usec=30000/.test(call))).toHaveLength(1);
  });

  test('a gpioset that somebody ended is started anew at the same level', async () => {
    const { kernel, drive } = createBench(version);
    const output = await drive();
    await output.set(true);
    process.kill(kernel.holder(5)?.pid ?? 0, 'SIGKILL');
    await until(() => (kernel.driven(5) === '100' ? true : undefined));
  });

  test('an output that cannot be had back is told of once, and had back when it can be', async () => {
    const { kernel, drive } = createBench(version);
    const output = await drive();
    await output.set(true);
    const lost: LineError[] = [];
    output.onLost?.(error => lost.push(error));
    const { pid = 0 } = kernel.holder(5) ?? {};
    kernel.take(5, 'w1-gpio');
    process.kill(pid, 'SIGKILL');
    await until(() => lost[0]);
    expect(lost[0]).toMatchObject({ code: 'EBUSY', line: 5, holder: 'w1-gpio' });
    kernel.take(5, undefined);
    await until(() => (kernel.driven(5) === '100' ? true : undefined));
    expect(lost).toHaveLength(1);
  });

  test('an output that another program of the same name holds is refused', async () => {
    const { kernel, drive } = createBench(version);
    kernel.take(5, 'gpiomon');
    await expect(drive()).rejects.toMatchObject({ code: 'EBUSY', holder: 'gpiomon' });
  });
});

test('a look that fails once is no fault, and one that fails three times is', async () => {
  const { kernel, faults, watch } = createBench('2.2.1', eager);
  const { line } = await watch();
  const looks = () => kernel.calls().filter(call => call.startsWith('gpioget')).length - 1;
  kernel.deny();
  await kernel.edges(17, [{ level: 0, monotonicMs: monotonicMs() }]);
  // The first has failed.
  await until(() => (looks() === 2 ? true : undefined));
  kernel.deny(false);
  await until(() => kernel.holder(17));
  await until(() =>
    kernel.edges(17, [{ level: 1, monotonicMs: monotonicMs() }]).then(
      () => true,
      () => undefined,
    ),
  );
  await until(() => (line.read() === 1 ? true : undefined));
  expect(faults).toEqual([]);
  const before = looks();
  kernel.deny();
  await kernel.edges(17, [{ level: 1, monotonicMs: monotonicMs() }]);
  await until(() => faults[0]);
  expect(faults[0]).toMatchObject({ code: 'EACCES', line: 17 });
  expect(looks() - before).toBe(3);
});

test('one line at a time is read anew', async () => {
  const { kernel, watch } = createBench('2.2.1', eager);
  await watch();
  await watch({ ...contact, line: 5 });
  const before = kernel.calls().length;
  const odd = () => [{ level: 0 as const, monotonicMs: monotonicMs() }];
  await Promise.all([kernel.edges(17, odd()), kernel.edges(5, odd())]);
  const calls = await until(() => {
    const calls = kernel.calls().slice(before);
    return calls.length === 4 ? calls : undefined;
  });
  const steps = calls.map(call => call.replace(/^(gpio\w+).* (\d+)$/, '$1 $2'));
  const [first, second] = steps[0] === 'gpioget 17' ? [17, 5] : [5, 17];
  expect(steps).toEqual([
    ...[`gpioget ${first}`, `gpiomon ${first}`, `gpioget ${second}`, `gpiomon ${second}`],
  ]);
});

test.each(['1.6.3', '2.2.1'])(
  'tools %s: what changed within the first gap is found soon',
  async version => {
    const { kernel, edges, watch } = createBench(version, { ...eager, firstMs: 0 });
    kernel.put(17, 0);
    await watch();
    kernel.put(17, 1);
    await until(() => (edges.length > 0 ? true : undefined));
    expect(edges.map(([level]) => level)).toEqual([1]);
  },
);

test('without the tools the fix is named', async () => {
  const { watch } = createBench();
  await expect(watch()).rejects.toMatchObject({
    code: 'ENOTOOLS',
    message: expect.stringContaining('sudo apt-get install gpiod'),
  });
});

test('tools of another version are refused', async () => {
  const { watch } = createBench('3.0');
  await expect(watch()).rejects.toMatchObject({
    code: 'ENOTOOLS',
    message: expect.stringContaining('v3.0'),
  });
});

test('a line that the other driver left exported is taken over', async () => {
  const kernel = createGpiodKernel('2.2.1');
  kernels.push(kernel);
  const root = mkdtempSync(join(tmpdir(), 'sec53-sysfs-'));
  mkdirSync(join(root, 'gpiochip512'));
  mkdirSync(join(root, 'gpio529'));
  const chip = { label: 'pinctrl-bcm2711', base: '512', ngpio: '58' };
  for (const [file, text] of Object.entries(chip))
    writeFileSync(join(root, 'gpiochip512', file), text);
  kernel.take(17, 'sysfs');
  const writes: string[] = [];
  const { openLine } = createGpiodDriver({
    environment: kernel.environment,
    sysfs: {
      root,
      async write(file, text) {
        writes.push(`${file.slice(root.length)} ${text}`);
        kernel.take(17, undefined);
      },
    },
  });
  const line = await openLine(contact);
  expect(writes).toEqual(['/unexport 529']);
  await line.close();
  rmSync(root, { recursive: true });
});
