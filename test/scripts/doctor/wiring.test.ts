import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDriver } from '../../../scripts/doctor/driver.ts';
import { checkLines } from '../../../scripts/doctor/lines.ts';
import { checkOneWire } from '../../../scripts/doctor/one-wire.ts';
import { checkOutputs } from '../../../scripts/doctor/outputs.ts';
import { parseConsumers, parsePins } from '../../../scripts/doctor/pins.ts';
import { createMachine, type Machine } from './facts.ts';

const house = `
sensors:
  driver: onoff
  list:
    - { id: door, name: Front door, kind: contact, line: 17, bias: pull-up }
    - { id: hall, name: Hall, kind: motion, line: 27, activeLow: true }
    - { id: lounge, name: Lounge, kind: temperature, device: 28-0000000d5101 }
outputs:
  siren: { line: 24 }
  garage:
    - { id: garage, name: Garage, relay: 6, activeLow: true, position: door }
`;
const auto = house.replace('onoff', 'auto');
let machine: Machine;
beforeEach(() => {
  machine = createMachine(house);
});
afterEach(() => machine.remove());

describe('pins', () => {
  it('are read from pinctrl', () => {
    const said = [
      ' 2: no    pu | -- // GPIO2 = none',
      ' 6: op dh pd | hi // GPIO6 = output',
      '14: a4    pn | hi // GPIO14 = TXD0',
      '17: ip    pu | lo // GPIO17 = input',
      '24: op -- pd | lo // GPIO24 = output',
    ].join('\n');
    expect(parsePins(said)).toEqual([
      { line: 2, use: 'none', bias: 'pull-up', level: undefined },
      { line: 6, use: 'output', bias: 'pull-down', level: 1 },
      { line: 14, use: 'alternate', bias: 'none', level: 1 },
      { line: 17, use: 'input', bias: 'pull-up', level: 0 },
      { line: 24, use: 'output', bias: 'pull-down', level: 0 },
    ]);
  });

  it('are read from raspi-gpio', () => {
    const said = [
      'GPIO 17: level=1 fsel=0 func=INPUT pull=UP',
      'GPIO 2: level=1 fsel=4 alt=0 func=SDA1 pull=UP',
      'GPIO 6: level=0 fsel=1 func=OUTPUT',
    ].join('\n');
    expect(parsePins(said)).toEqual([
      { line: 17, use: 'input', bias: 'pull-up', level: 1 },
      { line: 2, use: 'alternate', bias: 'pull-up', level: 1 },
      { line: 6, use: 'output', bias: undefined, level: 0 },
    ]);
  });

  it('say who holds them, in both versions of gpioinfo', () => {
    const older = [
      'gpiochip0 - 54 lines:',
      '\tline   4:      "GPIO4"  "onewire@0" output  active-high [used open-drain]',
      '\tline  17:     "GPIO17"      "sec53"  input  active-high [used pull-up]',
      '\tline  18:      unnamed       kernel  input  active-high [used]',
      '\tline  27:     "GPIO27"       unused  input  active-high ',
    ].join('\n');
    const newer = [
      'gpiochip0 - 54 lines:',
      '\tline   4:\t"GPIO4"         \toutput drive=open-drain consumer="onewire@0"',
      '\tline  17:\t"GPIO17"        \tinput bias=pull-up consumer="sec53"',
      '\tline  18:\tunnamed         \tinput consumer=kernel',
      '\tline  27:\t"GPIO27"        \tinput',
    ].join('\n');
    const held = [
      [4, 'onewire@0'],
      [17, 'sec53'],
      [18, 'kernel'],
    ];
    expect([...parseConsumers(older)]).toEqual(held);
    expect([...parseConsumers(newer)]).toEqual(held);
  });
});

describe('lines', () => {
  const pins = (door: string, hall: string) =>
    machine.install('pinctrl', `17: ${door} // GPIO17\n27: ${hall} // GPIO27\n`);

  it('are shown in the family’s words beside a hub that holds them', async () => {
    pins('ip    pu | hi', 'ip    pd | hi');
    const rows = await checkLines({ ...machine.facts, hub: 1 });
    expect(rows).toEqual([
      { check: 'line 17 Front door', state: 'good', says: 'open (the pin is high)' },
      { check: 'line 17 Front door', state: 'good', says: 'bias pull-up, as configured' },
      { check: 'line 27 Hall', state: 'good', says: 'idle (the pin is high)' },
    ]);
  });

  it('lack the bias that the kernel’s files cannot set', async () => {
    pins('ip    pd | lo', 'ip    pd | lo');
    const rows = await checkLines({ ...machine.facts, hub: 1 });
    expect(rows[1]).toEqual({
      ...{ check: 'line 17 Front door', state: 'warning' },
      says: 'bias pull-down where pull-up is configured',
      fix: 'write gpio=17=ip,pu into /boot/firmware/config.txt, then restart the Pi',
    });
  });

  it('that are outputs, or of the board, are never opened', async () => {
    pins('op dl pd | lo', 'a4    pn | hi');
    const openLine = () => Promise.reject(new Error('opened'));
    const rows = await checkLines({ ...machine.facts, openLine });
    const found = rows.filter(({ state }) => state === 'fault').map(({ says }) => says);
    expect(found).toEqual([
      'it is an output, not an input',
      'it is in use by a part of the board, not an input',
    ]);
  });

  it('that somebody else holds are told with their name', async () => {
    machine.install('gpiodetect', 'gpiochip0 [pinctrl-bcm2711] (58 lines)\n');
    machine.install('gpioinfo', '\tline  17:\t"GPIO17"        \tinput consumer="pigpio"\n');
    const rows = await checkLines(machine.facts);
    expect(rows[0]).toMatchObject({ state: 'fault', says: 'it is held by pigpio' });
  });

  it('that cannot be opened give the driver’s own fix', async () => {
    const [row] = await checkLines(machine.facts);
    expect(row).toMatchObject({ state: 'fault', fix: 'this user may not use GPIO' });
  });

  it('are opened as the hub would, and given back', async () => {
    let open = 0;
    const rows = await checkLines({
      ...machine.facts,
      openLine: async ({ line }) => {
        open += 1;
        return {
          read: () => (line === 17 ? 1 : 0),
          watch: () => undefined,
          async close() {
            open -= 1;
          },
        };
      },
    });
    const levels = rows.filter(({ state }) => state === 'good').map(({ says }) => says);
    expect([levels, open]).toEqual([['open', 'idle'], 0]);
  });
});

describe('outputs', () => {
  const pins = (relay: string, siren: string) =>
    machine.install('pinctrl', ` 6: ${relay} // GPIO6\n24: ${siren} // GPIO24\n`);

  it('at rest are good', async () => {
    pins('ip    pu | hi', 'ip    pd | lo');
    const rows = await checkOutputs(machine.facts);
    expect(rows.map(({ state, says }) => [state, says])).toEqual([
      ['good', 'at rest (the pin is low)'],
      ['good', 'at rest (the pin is high)'],
    ]);
  });

  it('that work while no hub asks for it are a fault', async () => {
    pins('op dl pu | lo', 'op dh pd | hi');
    const rows = await checkOutputs(machine.facts);
    expect(rows).toMatchObject([
      { state: 'fault', fix: expect.stringContaining('gpio=24=ip,pd') },
      { state: 'fault', fix: expect.stringContaining('gpio=6=ip,pu') },
    ]);
  });

  it('whose pull would move them at a boot are told', async () => {
    pins('ip    pd | hi', 'ip    pu | lo');
    const rows = await checkOutputs(machine.facts);
    expect(rows.map(({ state }) => state)).toEqual(['warning', 'warning']);
  });

  it('of a Pi 5 that nobody has taken yet are judged by their pull', async () => {
    pins('no    pu | --', 'no    pu | --');
    const rows = await checkOutputs(machine.facts);
    expect(rows.map(({ check, state }) => [check, state])).toEqual([
      ['output 24 siren', 'warning'],
      ['output 6 Garage relay', 'good'],
    ]);
  });

  it('are left alone where nothing shows them without moving them', async () => {
    const rows = await checkOutputs(machine.facts);
    expect(rows.map(({ state }) => state)).toEqual(['skipped', 'skipped']);
  });
});

describe('thermometers', () => {
  const bus = 'sys/bus/w1/devices';
  const slave = (device: string, text: string) => {
    machine.write(`${bus}/w1_bus_master1/w1_master_slaves`, '');
    machine.write(`${bus}/${device}/w1_slave`, text);
  };
  const answer = (crc: string, milli: number) =>
    `72 01 4b 46 7f ff 0e 10 57 : crc=57 ${crc}\n72 01 4b 46 7f ff 0e 10 57 t=${milli}\n`;

  it.each([
    [answer('YES', 23125), 'good', 'says 23.1 °C'],
    [answer('YES', -1250), 'good', 'says -1.3 °C'],
    [answer('YES', 85000), 'fault', '85 °C'],
    [answer('NO', 23125), 'fault', 'wrong checksum'],
    ['', 'fault', 'does not answer'],
  ])('that answer %j are %s', async (text, state, says) => {
    slave('28-0000000d5101', text);
    const rows = await checkOneWire(machine.facts);
    expect(rows).toMatchObject([
      { check: 'thermometer Lounge', state, says: expect.stringContaining(says) },
    ]);
  });

  it('that are missing, and those that are new, are named', async () => {
    slave('28-3c01d607a1b2', answer('YES', 20000));
    const rows = await checkOneWire(machine.facts);
    expect(rows).toMatchObject([
      { state: 'fault', says: '28-0000000d5101 is not on the bus' },
      { state: 'warning', fix: expect.stringContaining('device: 28-3c01d607a1b2') },
    ]);
  });

  it('want a bus', async () => {
    const rows = await checkOneWire(machine.facts);
    expect(rows).toMatchObject([
      { state: 'fault', fix: expect.stringContaining('dtoverlay=w1-gpio') },
    ]);
  });
});

describe('the driver', () => {
  it('is the one that the kernel and the tools allow', async () => {
    machine.write('sys/class/gpio/export', '');
    expect(await checkDriver(machine.facts)).toMatchObject([{ state: 'good' }]);
    machine.remove();
    machine = createMachine(auto);
    machine.write('sys/class/gpio/export', '');
    expect(await checkDriver(machine.facts)).toMatchObject([
      { state: 'good', says: expect.stringContaining('auto takes onoff: the tools of libgpiod') },
    ]);
  });

  it('that is on no header says so', async () => {
    const [row] = await checkDriver(machine.facts);
    expect(row).toMatchObject({ state: 'fault', says: expect.stringContaining('finds no GPIO') });
  });

  it('that touches no wire is told', async () => {
    machine.remove();
    machine = createMachine();
    const [row] = await checkDriver(machine.facts);
    expect(row).toMatchObject({ state: 'warning', says: 'simulated: no real sensor is watched' });
  });
});
