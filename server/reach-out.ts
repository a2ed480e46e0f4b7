import type { Step } from './alarm/alarm-state.ts';
import type { Controller } from './alarm/controller.ts';
import type { Config } from './config/config.ts';
import type { Flags } from './flags.ts';
import { describeReach, isCapped, type Viewer } from './notify/describe-reach.ts';
import { createNotify, type Notify, type NotifyRooms } from './notify/notify.ts';
import { createReachFlags } from './notify/reach-flags.ts';
import type { Reach } from './protocol.ts';
import type { House } from './sensors/house.ts';
import { createWatch, type Watch, type WatchRooms } from './watch/watch.ts';

export interface ReachOutRooms
  extends Omit<NotifyRooms, 'config' | 'tell' | 'onChange'>,
    Pick<WatchRooms, 'bus' | 'startedAt' | 'timeOfDay'> {
  flags: Flags;
  house: House;
  /** The alarm, through which all that is told goes; there once everything is put together. */
  controller(): Controller;
}

/** Everything that leaves the house: messages to people, signs of life and evidence to whoever watches it. */
export interface ReachOut {
  notify: Notify;
  watch: Watch;
  /** In the transaction in which a step of an incident is recorded. */
  addStep(incident: string, step: Step): void;
  describe(viewer: Viewer): Reach;
  /** Who can be told, or how, may be another now. */
  refresh(): void;
  start(): void;
  stop(): Promise<void>;
}

export function createReachOut(
  config: Pick<Config, 'site' | 'notify' | 'watch'>,
  rooms: ReachOutRooms,
): ReachOut {
  const { flags, house, controller, outbox, clock, zone, bus, push } = rooms;
  const notify = createNotify({
    ...rooms,
    config,
    tell: (code, telling) => controller().tell(code, telling),
    onChange: () => refresh(),
  });
  const watch = createWatch(config, {
    ...rooms,
    alarm: () => controller().alarm,
    isWell: () => !flags.has('storage') && !flags.has('undecided'),
    nameOf: sensor => house.zones().find(known => known.sensor === sensor)?.name ?? sensor,
    tell: notify.tell,
    onReach: () => refresh(),
  });
  const reach = {
    ...{ notify, outbox, settings: config.notify, persons: rooms.persons },
    subscriptions: push.subscriptions,
    alerting: () => controller().alarm.alerting,
    moment: () => {
      const wall = clock.wall();
      return { steady: clock.steady(), wall, day: zone.localDay(wall) };
    },
    watch: watch.rows,
  };
  const refresh = createReachFlags({
    ...{ notify, outbox, now: clock.wall, flag: flags.set },
    isCapped: () => isCapped(reach),
    isArmed: () => controller().alarm.mode === 'alert',
    isOutsideReachable: watch.isReachable,
    note: (code, text) => controller().note('notice', code, { text }),
  });
  return {
    ...{ notify, watch, refresh, addStep: watch.addStep },
    describe: viewer => describeReach(reach, viewer),
    start() {
      watch.start();
      bus.on('messages', notify.dispatcher.wake);
      bus.on('journaled', rows => {
        if (rows.some(({ topic, kind }) => topic === 'audit' && kind === 'mode')) refresh();
      });
      notify.dispatcher.start();
      refresh();
    },
    async stop() {
      await notify.dispatcher.stop();
      await watch.stop();
    },
  };
}
