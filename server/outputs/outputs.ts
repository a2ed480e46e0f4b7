import type { Controller } from '../alarm/controller.ts';
import { wouldAlarm } from '../alarm/would-alarm.ts';
import type { Bus } from '../bus.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { errorText, HttpProblem } from '../errors.ts';
import type { OpenOutput, OutputOptions } from '../gpio/output.ts';
import type { Log } from '../log.ts';
import type { Words } from '../notify/tellings.ts';
import type { By, GarageCommand, GarageRefusal, GarageStatus, Role } from '../protocol.ts';
import type { House } from '../sensors/house.ts';
import type { Documents } from '../state/documents.ts';
import type { TimeZone } from '../time-zone.ts';
import { type DoorSpec, doorsOf } from './door-specs.ts';
import { type Door, driveDoor } from './drive-door.ts';
import { isWithinHours } from './guest-hours.ts';
import { type KeptOutput, keepOutput } from './kept-output.ts';
import { readReminders } from './reminders.ts';
import { createSiren, type Siren } from './siren.ts';
import { type Warner, warnByOutput, warnBySiren } from './warner.ts';
import { troubleWords } from './words.ts';

export interface OutputsRooms {
  open: OpenOutput;
  documents: Documents;
  house(): House;
  zone: TimeZone;
  isClockTrusted(): boolean;
  clock: Clock;
  bus: Bus;
  log: Log;
  controller(): Controller;
  audit(by: By, action: string, detail: string): void;
  tell(code: string, words: Words): void;
}

/** What the hub switches: the siren, the chime and the garage doors. */
export interface Outputs {
  siren(): Siren | undefined;
  chime(): void;
  garage(): GarageStatus[];
  /** Doors that guests may move at some hour. */
  isForGuests(id: string): boolean;
  /**
   * @throws HttpProblem `not_found`, for guests also where they never may, or `refused` with the reason
   */
  command(id: string, command: GarageCommand, caller: By & { role: Role }): GarageStatus;
  /** The house was looked at: from now on things may move. */
  begin(): void;
  /** Everything is at rest and stays so. May be called again. */
  stop(): Promise<void>;
}

/** Of one that comes and goes the family hears once an hour. */
const troublePauseMs = 3_600_000;

/** Takes the lines over and puts all of them to rest, before anything else. */
export function createOutputs(config: Config, rooms: OutputsRooms): Outputs {
  const { documents, house, clock, bus, log, controller, audit } = rooms;
  const { siren: sirenLine, chime } = config.outputs;
  const isReplay = config.sensors.driver === 'replay';
  const kept: KeptOutput[] = [];
  const toldAt = new Map<string, number>();
  let hasBegun = false;

  function keep(what: string, { line, activeLow }: OutputOptions): KeptOutput {
    const output = keepOutput(
      { line, activeLow },
      {
        ...{ open: isReplay ? refuseToMove : rooms.open, log, clock },
        onChange() {
          if (!hasBegun) return;
          tellOfTrouble(what, output.trouble);
          bus.emit('status', undefined);
        },
      },
    );
    kept.push(output);
    reports.push(() => tellOfTrouble(what, output.trouble));
    return output;
  }

  /** The family hears of it or not: what moves must not depend on it. */
  function tell(code: string, words: Words): void {
    try {
      rooms.tell(code, words);
    } catch (error) {
      log.warn('something of an output could not be told', { error: errorText(error) });
    }
  }

  function tellOfTrouble(what: string, trouble: string | null): void {
    if (trouble === null || isReplay) return;
    const now = clock.steady();
    if (now - (toldAt.get(what) ?? Number.NEGATIVE_INFINITY) < troublePauseMs) return;
    toldAt.set(what, now);
    tell('output', troubleWords(config.site, what, trouble));
  }

  const reports: (() => void)[] = [];
  const forget: (() => void)[] = [];
  const sirenOutput = sirenLine && !isReplay ? keep('The siren', sirenLine) : undefined;
  const chimeOutput = chime && !isReplay ? keep('The chime', chime) : undefined;
  const wired = doorsOf(config).map(spec => ({
    spec,
    relay: keep(spec.name, spec.relay),
    light: spec.warning && keep(`The warning of ${spec.name}`, spec.warning),
  }));
  let siren: Siren | undefined;
  let doors: Door[] = [];

  function look(): void {
    siren?.look();
    for (const door of doors) door.look();
  }

  function warnerOf(light: KeptOutput | undefined, onFailure: () => void): Warner {
    if (light) return warnByOutput(light, onFailure);
    return sirenOutput
      ? warnBySiren(sirenOutput, onFailure)
      : { begin: async () => undefined, end: () => undefined };
  }

  function against(spec: DoorSpec, command: GarageCommand, role: Role): GarageRefusal | null {
    if (role === 'guest' && spec.guests) {
      if (!rooms.isClockTrusted()) return 'not-allowed';
      const local = new Date(clock.wall() + rooms.zone.offset(clock.wall())).toISOString();
      if (!isWithinHours(spec.guests, local.slice(0, 10), local.slice(11, 16)))
        return 'not-allowed';
    }
    const { alarm, rules } = controller();
    // What closes trips nothing.
    const zone = house()
      .zones()
      .find(({ sensor }) => sensor === spec.sensor);
    return command === 'open' && zone && wouldAlarm(alarm, zone, rules) ? 'armed' : null;
  }

  return {
    siren: () => siren,
    chime: () => void chimeOutput?.pulse(chime?.forMs ?? 0).catch(() => undefined),
    garage: () => doors.map(door => door.describe()),
    isForGuests: id => doors.some(({ spec }) => spec.id === id && spec.guests !== undefined),
    command(id, command, { role, ...by }) {
      const door = doors.find(({ spec }) => spec.id === id);
      if (!door) throw new HttpProblem('not_found');
      if (role === 'guest' && !door.spec.guests) {
        audit(by, 'garage', `asks ${door.spec.name} to ${command}, refused: never for guests`);
        // As one that is not there: what else the house has is not for guests.
        throw new HttpProblem('not_found');
      }
      door.command(command, by, against(door.spec, command, role), role);
      return door.describe();
    },
    begin() {
      hasBegun = true;
      if (sirenOutput) {
        siren = createSiren({
          ...{ line: sirenOutput, clock, audit, alarm: () => controller().alarm },
          durationMs: () => controller().rules.durationMs,
        });
      }
      const reminded = readReminders(documents, 'garage-reminded');
      const stuck = readReminders(documents, 'garage-stuck');
      doors = wired.map(({ spec, relay, light }) =>
        driveDoor(spec, {
          ...{ site: config.site, clock, log, relay, audit, tell, reminded, stuck },
          createWarner: onFailure => warnerOf(light, onFailure),
          record: () => house().level(spec.sensor, 'contact'),
          onChange: () => bus.emit('status', undefined),
          isArmed: () => controller().alarm.mode === 'alert',
        }),
      );
      forget.push(bus.on('status', look), bus.on('journaled', look));
      look();
      for (const report of reports) report();
    },
    async stop() {
      for (const off of forget.splice(0)) off();
      siren?.stop();
      for (const door of doors) door.stop();
      const ends = await Promise.allSettled(kept.map(output => output.close()));
      for (const end of ends) {
        if (end.status === 'rejected') throw end.reason;
      }
    },
  };
}

const refuseToMove: OpenOutput = async () => {
  throw new Error('a recording plays, and moves nothing');
};
