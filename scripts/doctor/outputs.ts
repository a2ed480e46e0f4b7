import type { Config } from '../../server/config/config.ts';
import type { Facts } from './facts.ts';
import { type Pin, readPins } from './pins.ts';
import { fault, good, type Row, skipped, warning } from './row.ts';

interface WiredOutput {
  name: string;
  line: number;
  activeLow: boolean;
}

/** Whether each line that drives something rests now, and would rest while nobody holds it. */
export async function checkOutputs({ config, run, hub }: Facts): Promise<Row[]> {
  const isHere = config && !['simulated', 'replay'].includes(config.sensors.driver);
  const outputs = isHere ? wiredOutputs(config) : [];
  const pins = await readPins(
    run,
    outputs.map(({ line }) => line),
  );
  return outputs.map(output => judge(output, pins.get(output.line), hub !== undefined));
}

function wiredOutputs({ outputs: { siren, chime, garage } }: Config): WiredOutput[] {
  return [
    ...(siren ? [{ name: 'siren', ...siren }] : []),
    ...(chime ? [{ name: 'chime', ...chime }] : []),
    ...garage.flatMap(({ name, relay, activeLow, warning }) => [
      { name: `${name} relay`, line: relay, activeLow },
      ...(warning ? [{ name: `${name} light`, ...warning }] : []),
    ]),
  ];
}

function judge(output: WiredOutput, pin: Pin | undefined, isHubRunning: boolean): Row {
  const { name, line, activeLow } = output;
  const check = `output ${line} ${name}`;
  if (!pin) {
    const fix = 'install raspi-utils, whose pinctrl looks at lines without moving them';
    return skipped(check, 'it was not looked at, so that it does not move', fix);
  }
  const rest = activeLow ? 1 : 0;
  const state =
    pin.level === undefined
      ? 'nobody has chosen what the pin is'
      : `the pin is ${pin.level === 1 ? 'high' : 'low'}`;
  if (pin.use === 'alternate') {
    const fix = `take what uses GPIO${line} out of config.txt, or choose another line`;
    return fault(check, 'it is in use by a part of the board', fix);
  }
  // A Pi 5 shows no level of a pin that nobody uses: then its pull says where it rests.
  if (pin.level !== undefined && pin.level !== rest) {
    // The hub may be sounding it this moment.
    if (isHubRunning && pin.use === 'output') {
      return warning(check, `it works now (${state})`, 'look at the app: is it meant to?');
    }
    const pull = activeLow ? 'pu' : 'pd';
    const fix = `take the load off, check activeLow, and write gpio=${line}=ip,${pull} into config.txt`;
    return fault(check, `it works while no hub asks for it (${state})`, fix);
  }
  const against = activeLow ? 'pull-down' : 'pull-up';
  if (pin.bias === against) {
    const wanted = activeLow ? 'GPIO 0 to 8' : 'GPIO 9 to 27';
    const fix = `choose a line that rests the other way at power-up (${wanted}), or solder a resistor`;
    return warning(check, `at rest (${state}), but ${against} would move it at a boot`, fix);
  }
  return good(check, `at rest (${state})`);
}
