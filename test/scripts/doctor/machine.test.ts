import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCards } from '../../../scripts/doctor/card.ts';
import { checkClock } from '../../../scripts/doctor/clock.ts';
import { checkDataFolder } from '../../../scripts/doctor/data-folder.ts';
import { checkMachine, judgeNode } from '../../../scripts/doctor/machine.ts';
import { checkPower } from '../../../scripts/doctor/power.ts';
import { createMachine, type Machine } from './facts.ts';

let machine: Machine;
beforeEach(() => {
  machine = createMachine();
});
afterEach(() => machine.remove());

describe('the board', () => {
  it('is named by its device tree, which ends its words with NUL', async () => {
    machine.write('proc/device-tree/model', 'Raspberry Pi 4 Model B Rev 1.4\0');
    machine.write('etc/os-release', 'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n');
    const [board, system] = await checkMachine(machine.facts);
    expect(board?.says).toBe('Raspberry Pi 4 Model B Rev 1.4');
    expect(system?.says).toContain('Debian GNU/Linux 13 (trixie), kernel ');
  });

  it.each([
    ['20.18.3', 'fault'],
    ['18.20.0', 'fault'],
    ['20.19.0', 'good'],
    ['24.1.0', 'good'],
  ])('Node %s is %s', (node, state) => {
    expect(judgeNode(node).state).toBe(state);
  });
});

describe('the power', () => {
  const firmware = 'sys/devices/platform/soc/soc:firmware/get_throttled';
  it.each([
    ['0', 'good', 'held'],
    ['50005', 'fault', 'too low now'],
    ['50000', 'warning', 'too low since the boot'],
    ['80008', 'warning', 'slowed down now'],
    ['80000', 'warning', 'slowed down since the boot'],
  ])('get_throttled %s is %s', async (text, state, says) => {
    machine.write(firmware, `${text}\n`);
    const [row] = await checkPower(machine.facts);
    expect(row).toMatchObject({ state, says: expect.stringContaining(says) });
  });

  it('is asked of vcgencmd where the kernel does not say', async () => {
    machine.install('vcgencmd', 'throttled=0x1\n');
    expect(await checkPower(machine.facts)).toMatchObject([{ state: 'fault' }]);
  });

  it('says nothing where nobody knows', async () => {
    expect(await checkPower(machine.facts)).toEqual([]);
  });

  it('warns of heat', async () => {
    machine.write('sys/class/thermal/thermal_zone0/temp', '83212\n');
    const [row] = await checkPower(machine.facts);
    expect(row).toMatchObject({ state: 'warning', says: 'the processor has 83 °C' });
  });
});

describe('a card', () => {
  const device = 'sys/block/mmcblk0/device';
  it('says what was written since the boot', async () => {
    machine.write(`${device}/name`, 'SR64G\n');
    machine.write(`${device}/date`, '03/2025\n');
    machine.write(
      'proc/diskstats',
      ' 179 0 mmcblk0 9 1 9 9 9 9 6000000 9 0 9 9\n 179 1 mmcblk0p1 0 0 0 0 0 0 1 0 0 0 0\n',
    );
    machine.write('proc/uptime', '172800.00 9.9\n');
    expect(await checkCards(machine.facts)).toEqual([
      {
        ...{ check: 'card', state: 'good' },
        says: 'mmcblk0 SR64G, made 03/2025; 3.1 GB written since the boot, 1.5 GB a day; it does not say how worn it is',
      },
    ]);
  });

  it.each([
    ['0x01 0x02', '0x01', 'good'],
    ['0x01 0x09', '0x01', 'warning'],
    ['0x01 0x01', '0x02', 'warning'],
    ['0x0b 0x01', '0x01', 'fault'],
    ['0x01 0x01', '0x03', 'fault'],
  ])('that says %s and %s of its life is %s', async (life, end, state) => {
    machine.write(`${device}/life_time`, `${life}\n`);
    machine.write(`${device}/pre_eol_info`, `${end}\n`);
    expect(await checkCards(machine.facts)).toMatchObject([{ state }]);
  });
});

describe('the data folder', () => {
  const at = (options: string, type = 'ext4') =>
    `/dev/root / ext4 rw,noatime 0 0\n/dev/sda1 ${machine.facts.dataFolder} ${type} ${options} 0 0\n`;

  it('that is not there yet is no fault', async () => {
    expect(await checkDataFolder(machine.facts)).toMatchObject([{ state: 'skipped' }]);
  });

  it.each([
    ['rw', 'ext4', 'good'],
    ['ro,noatime', 'ext4', 'fault'],
    ['rw', 'tmpfs', 'warning'],
    ['rw', 'nfs4', 'warning'],
  ])('on a mount that is %s, of type %s, is %s', async (options, type, state) => {
    machine.write('data/hub.lock', '');
    machine.write('proc/mounts', at(options, type));
    const rows = await checkDataFolder(machine.facts);
    expect(rows.find(({ says }) => says.includes('/dev/sda1'))).toMatchObject({ state });
  });

  it('that others may look into is told, with the fix', async () => {
    machine.write('data/hub.lock', '');
    const rows = await checkDataFolder(machine.facts);
    const rights = rows.find(({ says }) => says.includes('the rights'));
    expect(rights).toMatchObject({
      state: 'warning',
      fix: `chmod 700 ${machine.facts.dataFolder}`,
    });
  });
});

describe('the clock', () => {
  it('that timesyncd has set is good', async () => {
    machine.write('run/systemd/timesync/synchronized', '');
    const rows = await checkClock(machine.facts);
    expect(rows.map(({ state }) => state)).toEqual(['good', 'good', 'good']);
  });

  it('that timesyncd has not set yet is doubtful', async () => {
    machine.write('run/systemd/timesync/clock', '');
    expect((await checkClock(machine.facts))[1]).toMatchObject({ state: 'warning' });
  });

  it('of a Pi that never heard the time is a fault', async () => {
    const rows = await checkClock({ ...machine.facts, now: Date.UTC(1970, 0, 1) });
    expect(rows[0]).toMatchObject({ state: 'fault', says: expect.stringContaining('long past') });
  });
});
