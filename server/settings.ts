import { join } from 'node:path';
import type { Controller } from './alarm/controller.ts';
import { type ReplayRooms, replayPast } from './alarm/replay-past.ts';
import { rulesOf } from './alarm/rules.ts';
import type { NamedSensor } from './alarm/zones.ts';
import type { Bus } from './bus.ts';
import type { Config } from './config/config.ts';
import { createConfigFile, type FileNow } from './config/config-file.ts';
import { describeChanges } from './config/describe-changes.ts';
import { type Edited, editSettings, listedSensors } from './config/edit-settings.ts';
import { settingsOf } from './config/house-settings.ts';
import { overriddenKeys } from './config/overridden.ts';
import { type ReadConfig, readConfig } from './config/read-config.ts';
import { restoreSettings } from './config/restore-settings.ts';
import { changesBetween } from './config/setting-leaves.ts';
import { createVersions } from './config/versions.ts';
import { whyNotRunning } from './config/why-not-running.ts';
import { HttpProblem } from './errors.ts';
import type { By, HouseSettings, ReplayReport, SettingsPage } from './protocol.ts';
import { sensorsOf } from './sensors/create-source.ts';
import type { House } from './sensors/house.ts';
import { householdSensors } from './sensors/household.ts';
import type { Incidents } from './state/incidents.ts';
import { realIncidents } from './state/real-incidents.ts';

/** What an admin sets in the app, which counts at once and after every restart. */
export interface Settings {
  /** The configuration's section as it counts now. */
  alarm(): Config['alarm'];
  page(): SettingsPage;
  /**
   * @param version what the writer has seen
   * @throws HttpProblem `invalid`, `changed`, `not_possible`
   */
  save(wanted: HouseSettings, version: string, by: By): SettingsPage;
  /** @throws HttpProblem `not_found`, or `not_possible` when it is not valid any more */
  version(id: string): HouseSettings;
  /**
   * Puts an older file back, byte for byte.
   *
   * @param seen the version that is to be replaced; that of now when it is not named
   * @throws HttpProblem `not_found`, `changed`, `not_possible`
   */
  restore(id: string, seen: string | undefined, by: By): SettingsPage;
  /**
   * What the last 90 days would have been. Asked again before it is done, the first one is given up.
   *
   * @throws HttpProblem `invalid`, `history_away`, `not_possible`
   */
  replay(wanted: HouseSettings): Promise<ReplayReport>;
  stop(): void;
}

export interface SettingsRooms extends ReplayRooms {
  /** Where the configuration file is, or is to be. */
  configFile: string;
  dataFolder: string;
  /** What the configuration was read with. */
  environment: Record<string, string | undefined>;
  house: House;
  controller: Controller;
  incidents: Incidents;
  bus: Bus;
  audit(by: By, action: string, detail: string): void;
  /** Told of what counts from now on. */
  onApplied(alarm: Config['alarm']): void;
}

export function createSettings(config: Config, rooms: SettingsRooms): Settings {
  const { environment, house, controller, incidents, bus, audit, clock } = rooms;
  const versions = createVersions(join(rooms.dataFolder, 'config'));
  const file = createConfigFile(rooms.configFile, versions, clock.wall);
  let running = config;
  let replays = 0;

  const read = (text: string) => readConfig(sourceOf(text));
  const sourceOf = (text: string) => {
    return { text, name: file.name, folder: file.folder, environment };
  };

  const olderOf = (content: Buffer) => {
    return { ...sourceOf(content.toString('utf8')), name: 'that version' };
  };

  /** As the app shows them: a recording's are those that it has declared so far. */
  function shownSensors(shown: Config): readonly NamedSensor[] {
    const listed = listedSensors(shown, householdSensors);
    if (shown.sensors.driver !== 'replay' || listed.length > 0) return listed;
    return house.zones().map(({ sensor: id, name, sensorKind, kind: zone }) => {
      return { id, name, kind: sensorKind, zone };
    });
  }

  function whyLocked(found: ReadConfig): string | null {
    if (controller.alarm.mode === 'alert') return 'the house is armed: disarm first';
    return whyNotRunning(running, found, file.name) ?? file.trouble() ?? null;
  }

  function requireOpen(found: ReadConfig): void {
    const detail = whyLocked(found);
    if (detail !== null) throw new HttpProblem('not_possible', { detail });
  }

  function page(now: FileNow = file.read()): SettingsPage {
    const found = read(now.text);
    const shown = found.config ?? running;
    return {
      settings: settingsOf(shown, shownSensors(shown)),
      version: now.version,
      locked: whyLocked(found),
      overridden: overriddenKeys(found.overrides).map(({ key }) => key),
      versions: file.versions(),
    };
  }

  /** From now on it counts. The rest of the configuration stays as the hub was started with. */
  function apply({ alarm, sensors: { list } }: Config): void {
    running = { ...running, alarm, sensors: { ...running.sensors, list } };
    house.apply(sensorsOf(running), alarm);
    controller.setRules(rulesOf(running));
    rooms.onApplied(alarm);
    bus.emit('status', undefined);
  }

  /** Nothing counts that is not on record, and nothing is on record that could not be written. */
  function write(content: Buffer, seen: string, next: Config, by: By, words: string): void {
    const prepared = file.prepare(content, seen, by.name);
    try {
      audit(by, 'settings', words);
      prepared.commit();
    } catch (error) {
      prepared.cancel();
      if (error instanceof HttpProblem) audit(by, 'settings', `was not written: ${error.message}`);
      throw error;
    }
    apply(next);
  }

  function edit(now: FileNow, wanted: HouseSettings): Edited {
    return editSettings(sourceOf(now.text), wanted, householdSensors);
  }

  return {
    alarm: () => running.alarm,
    page,
    save(wanted, version, by) {
      const now = file.read();
      requireOpen(read(now.text));
      file.requireSeen(version);
      const edited = edit(now, wanted);
      const { text, config: next, settings } = edited;
      // What somebody has written by hand since the start counts from now on too.
      const counted = settingsOf(running, shownSensors(running));
      const changes = changesBetween(counted, settings);
      const words = describeChanges(changes, counted);
      if (text !== now.text) write(Buffer.from(text), version, next, by, words);
      else if (changes.length > 0) {
        audit(by, 'settings', words);
        apply(next);
      }
      return page();
    },
    version(id) {
      const { config: old } = restoreSettings(olderOf(file.readVersion(id)));
      return settingsOf(old, shownSensors(old));
    },
    restore(id, seen, by) {
      const now = file.read();
      requireOpen(read(now.text));
      if (seen !== undefined) file.requireSeen(seen);
      const content = file.readVersion(id);
      const { config: next } = restoreSettings(olderOf(content), now.text, householdSensors);
      if (!content.equals(now.content)) {
        const counted = settingsOf(running, shownSensors(running));
        const changes = changesBetween(counted, settingsOf(next, shownSensors(next)));
        const words = `put back what was there until ${id}: ${describeChanges(changes, counted)}`;
        write(content, now.version, next, by, words);
      }
      return page();
    },
    async replay(wanted) {
      const mine = ++replays;
      const edited = edit(file.read(), wanted);
      const { alarm } = edited.config;
      const next = { ...running, alarm, sensors: edited.config.sensors };
      return replayPast(rooms, {
        before: { zones: house.zones(), rules: rulesOf(running) },
        after: { zones: house.preview(sensorsOf(next), alarm), rules: rulesOf(next) },
        realSince: from => realIncidents(incidents, from),
        checkWanted() {
          if (mine === replays) return;
          throw new HttpProblem('not_possible', {
            detail: 'another look at the past was asked for',
          });
        },
      });
    },
    stop() {
      replays += 1;
    },
  };
}
