import { join } from 'node:path';
import { createController } from './alarm/controller.ts';
import { rulesOf } from './alarm/rules.ts';
import { announce } from './announce.ts';
import { authorityMadeAt, prepareAuthority, prepareFirstAdmin } from './authority.ts';
import { createBus } from './bus.ts';
import { watchCertificates } from './certificate-watch.ts';
import type { Clock } from './clock.ts';
import { createClockCorrection } from './clock-correction.ts';
import { createClockDoubt } from './clock-doubt.ts';
import { createClockTrust } from './clock-trust.ts';
import type { Config } from './config/config.ts';
import { createEventIds } from './event-id.ts';
import { createFlags } from './flags.ts';
import type { OpenLine } from './gpio/line.ts';
import type { OpenOutput } from './gpio/output.ts';
import type { ReadThermometer } from './gpio/thermometer.ts';
import { startHeartbeat } from './heartbeat.ts';
import { openHistory } from './history/open-history.ts';
import { createPurge } from './history/purge.ts';
import { createHistoryReader } from './history/reader.ts';
import { createShipper } from './history/shipper.ts';
import { type Edge, hubUrlOf, openEdge } from './http/edge.ts';
import type { Log } from './log.ts';
import { answerForNames } from './mdns.ts';
import { openPush } from './notify/open-push.ts';
import { undecidedWords } from './notify/words.ts';
import { createOnboarding } from './onboarding.ts';
import { doorsOf } from './outputs/door-specs.ts';
import { createOutputs } from './outputs/outputs.ts';
import { createSimulatedOutputs } from './outputs/simulated-outputs.ts';
import { takeExpiring } from './people/expiry.ts';
import { createPeople } from './people/people.ts';
import { createPlans } from './plans/plans.ts';
import { unknownPresence } from './plans/presence.ts';
import type { By } from './protocol.ts';
import { createReachOut } from './reach-out.ts';
import { describeRestart, readAlive, tellOfRestart, writeAlive } from './restart-report.ts';
import { createSource, sensorsOf } from './sensors/create-source.ts';
import { createHealthKeeper } from './sensors/health-keeper.ts';
import { createHouse } from './sensors/house.ts';
import { createIntake } from './sensors/intake.ts';
import { createSettings } from './settings.ts';
import { createDocuments } from './state/documents.ts';
import { lockFolder } from './state/folder-lock.ts';
import { createIncidents } from './state/incidents.ts';
import { createJournal } from './state/journal.ts';
import { createLevels } from './state/levels.ts';
import { openState } from './state/open-state.ts';
import { createOutbox } from './state/outbox.ts';
import { describeStatus } from './status.ts';
import { createTimeZone } from './time-zone.ts';

export interface Adapters {
  /** The data folder, absolute. */
  dataFolder: string;
  /** Where the configuration file is, or is to be; absolute. */
  configFile: string;
  /** The folder of the built web app. */
  assets: string;
  version: string;
  clock: Clock;
  log: Log;
  openLine: OpenLine;
  openOutput: OpenOutput;
  readThermometer: ReadThermometer;
  /** Where the system says that it has set the clock; see clock-trust.ts. */
  timesync?: string;
  /** What the configuration was read with, and programs beside the hub are run in. */
  environment: NodeJS.ProcessEnv;
  /** Lines that others wait for. */
  print(line: string): void;
  /** Somebody asked for a restart: stop the hub and start it again. */
  restart(): void;
}

export interface Hub {
  /** `https://HOST:PORT` */
  address: string;
  setupAddress: string;
  /** Writes to the state. @throws the store's error */
  prove(): void;
  stop(): Promise<void>;
}

/**
 * Puts the rooms together and starts them. Stopping undoes it in reverse.
 *
 * @throws Refusal, with everything undone, when something that must be there is not
 */
export async function startHub(config: Config, adapters: Adapters): Promise<Hub> {
  const { dataFolder, clock, log, print } = adapters;
  const undo: (() => Promise<void> | void)[] = [];
  async function stop(): Promise<void> {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  }
  try {
    return await start();
  } catch (error) {
    await stop();
    throw error;
  }

  async function start(): Promise<Hub> {
    const startedAt = clock.wall();
    const zone = createTimeZone(config.timeZone);
    const bus = createBus(log);

    const lock = lockFolder(dataFolder);
    undo.push(() => lock.release());
    const state = await openState(dataFolder);
    undo.push(() => state.close());
    const documents = createDocuments(state);
    const doubt = createClockDoubt(clock, () => isClockTrusted());
    const journal = createJournal(state, doubt.note);
    const levels = createLevels(state);
    const before = readAlive(documents);
    const flags = createFlags(config, () => bus.emit('status', undefined));

    const isSimulated = config.sensors.driver === 'simulated';
    // What a hub before this one left on is put to rest before anything else.
    const outputs = createOutputs(config, {
      ...{ documents, zone, clock, bus, log, controller: () => controller },
      house: () => house,
      open: isSimulated
        ? createSimulatedOutputs(doorsOf(config), {
            ...{ speed: config.sensors.simulated.speed, now: clock.wall },
            levelOf: sensor => house.level(sensor, 'contact')?.value,
            push: reading => intake.push(reading),
          })
        : adapters.openOutput,
      isClockTrusted: () => isClockTrusted(),
      audit: (by, action, detail) => audit(by, action, detail),
      tell: (code, words) => out.notify.tell(code, words),
    });
    undo.push(() => outputs.stop());

    const pki = join(dataFolder, 'pki');
    const material = await prepareAuthority(pki, config.edge, log);
    // Asked on every request, and reading a certificate takes longer than all the rest of one.
    const trustedFrom = Math.max(before?.at ?? 0, authorityMadeAt(material));
    const { timesync } = adapters;
    const isClockTrusted = createClockTrust({ ...clock, trustedFrom, timesync });
    flags.set('clock', !isClockTrusted());

    const stored = levels.load();
    const house = createHouse(
      sensorsOf(config),
      stored,
      config.alarm,
      config.sensors.driver === 'replay',
    );
    const nameOf = (id: string) => house.zones().find(({ sensor }) => sensor === id)?.name ?? id;
    const newId = createEventIds(journal.bounds().newest);
    const localTime = (at: number) =>
      new Date(at + zone.offset(at)).toISOString().slice(0, 16).replace('T', ' ');
    const incidents = createIncidents(state, (incident, step) => out.addStep(incident, step));
    const outbox = createOutbox(state);
    const people = createPeople(state, {
      isTotpAllowed: config.edge.totp,
      isClockTrusted,
      now: clock.wall,
    });
    const push = await openPush(config.notify.push, { dataFolder, state, documents });
    const hubUrl = () => hubUrlOf(config.edge, edge.port);
    const timeOfDay = (at: number) => localTime(at).slice(11);
    const out = createReachOut(config, {
      ...{ state, documents, outbox, push, house, bus, flags, zone, clock, log, startedAt },
      ...{ isClockTrusted, trustedFrom, hubUrl, timeOfDay, print, random: Math.random },
      ...{ persons: people.persons, environment: adapters.environment },
      controller: () => controller,
    });
    // Whoever reads a text message sees no screen that says so.
    const site = isSimulated ? `SIMULATED ${config.site}` : config.site;
    const controller = createController(
      {
        ...{ state, documents, journal, levels, house, bus, clock, log, newId },
        config: { site, notify: config.notify },
        ...{ incidents, outbox, timeOfDay, audience: out.notify.audience },
        rules: rulesOf(config),
        hasPast: before !== undefined,
        localDay: wall => (isClockTrusted() ? zone.localDay(wall) : ''),
        onChime: () => outputs.chime(),
        onUndecided() {
          if (flags.has('undecided')) return;
          flags.set('undecided', true);
          out.notify.tell('alarm-missed', undecidedWords(config.site));
        },
      },
      config.alarm.initialMode,
    );
    undo.push(() => controller.stop());
    const correction = createClockCorrection({
      ...{ state, journal, levels, controller, doubt, clock, bus, log, newId },
    });
    correction.look();
    const audit = (by: By, action: string, detail: string) =>
      controller.note('audit', action, { by, detail });

    const plans = createPlans(config.alarm, {
      ...{ documents, house, zone, clock, bus, log, site, timeOfDay, isClockTrusted, audit },
      ...{ controller: () => controller, presence: unknownPresence },
      ...{ tell: out.notify.tell, audience: out.notify.audience },
    });

    const tellOfEnd = (text: string) =>
      out.notify.tell('certificate-ends', {
        ...{ title: 'A certificate ends soon', text, body: text, isUrgent: false },
      });
    const shipper = createShipper(
      journal,
      () => openHistory(config, dataFolder),
      () => flags.set('history', shipper.trouble() !== undefined),
      log,
      createPurge(clock, isClockTrusted),
    );
    undo.push(() => shipper.stop());
    bus.on('journaled', () => shipper.wake());
    bus.on('corrected', () => shipper.wake());

    const health = createHealthKeeper({
      ...{ house, documents, clock, bus, log, site, audience: out.notify.audience },
      tell: controller.tell,
      isAway: () => controller.alarm.profile === 'away',
    });
    undo.push(() => health.stop());
    const intake = createIntake(controller.accept, isWell => flags.set('storage', !isWell), log);
    undo.push(() => intake.close());
    const source = createSource(config, {
      ...{ intake, documents, zone, clock, log, print },
      openLine: adapters.openLine,
      readThermometer: adapters.readThermometer,
      backlog: () => shipper.waiting(),
      notice: (code, text) => controller.note('notice', code, { text }),
      onHealth: health.note,
      nameOf,
      isFirstStart: before === undefined && stored.length === 0,
    });
    undo.push(() => source.stop());

    const status = () => {
      const { site, timeZone } = config;
      const { alarm } = controller;
      const { version } = adapters;
      const shown = flags.list();
      return describeStatus({
        ...{ alarm, house, flags: shown, site, timeZone, version, startedAt, clock },
        ...{ later: plans.later(), healthOf: health.healthOf },
        ...{ garage: outputs.garage(), siren: outputs.siren()?.isSounding() ?? null },
      });
    };
    // What stands otherwise than before is an event of this start, and told as such.
    const changed: string[] = [];
    const forget = bus.on('journaled', rows => {
      for (const { topic, sensor } of rows) if (topic === 'event') changed.push(sensor);
    });
    if (!source.startsAfterListening) await source.start();
    intake.flush();
    forget();
    controller.begin(isClockTrusted());
    outputs.begin();
    const names = [...new Set(before ? changed : [])].map(nameOf);
    const report = describeRestart(before, clock.wall(), controller.alarm, names, localTime);
    audit({ name: 'hub', via: 'hub' }, 'start', report);
    const facts = { before, now: clock.wall(), alarm: controller.alarm, changed: names, report };
    correction.tellOfEarlier();
    tellOfRestart({ ...facts, site: config.site, timeOfDay }, documents, out.notify.tell);
    shipper.start();

    const reader = createHistoryReader(journal, shipper.reach, zone, log, clock.wall);
    const settings = createSettings(config, {
      ...{ house, controller, incidents, bus, audit, reader, zone, clock, dataFolder },
      ...{ configFile: adapters.configFile, environment: adapters.environment },
      onApplied: plans.apply,
    });
    undo.push(() => settings.stop());
    const onboarding = createOnboarding({
      ...{ ...people, state, pki, rootFingerprint: material.rootFingerprint, now: clock.wall },
      places: () => ({
        hubUrl: hubUrlOf(config.edge, edge.port),
        setupPort: edge.setupPort,
      }),
      audit: (name, action, detail) => audit({ name, via: 'hub' }, action, detail),
    });
    undo.push(() => onboarding.pairings.close());
    const edge: Edge = await openEdge({ ...config.edge, assets: adapters.assets }, material, {
      ...{
        journal,
        bus,
        controller,
        plans,
        outputs,
        documents,
        zone,
        log,
        status,
        people,
        onboarding,
        audit,
      },
      ...{ incidents, outbox, notify: out.notify, notifySettings: config.notify, watch: out.watch },
      push: {
        ...push,
        recipientOf(id) {
          const row = outbox.get(id);
          // Nobody may see on a list of phones that there was such a message.
          return row?.kind === 'duress' ? undefined : row?.recipient;
        },
        sendTest: out.notify.testPush,
      },
      ...{ reach: out.describe, onReachChanged: out.refresh },
      ...{ site: config.site, practiceFor: config.alarm.practiceFor },
      ...{ reader, settings },
      isWell: () => !flags.has('storage'),
      flush: intake.flush,
      restart: adapters.restart,
      now: clock.wall,
    });
    undo.push(() => edge.close());
    const certificates = watchCertificates({
      ...{ folder: pki, edge: config.edge, log, isClockTrusted },
      reload: edge.reload,
      notice: tellOfEnd,
    });
    undo.push(() => certificates.stop());
    if (config.edge.mdns) {
      const { names, host } = config.edge;
      const name = await answerForNames(names, { log, isIpv6: host.includes(':') });
      undo.push(() => name.stop());
    }

    const heartbeat = startHeartbeat({
      ...{ state, documents, clock, bus, log },
      onLook() {
        flags.set('clock', !isClockTrusted());
        correction.look();
      },
      onMinute() {
        out.notify.onMinute();
        health.judge();
        out.refresh();
        if (!isClockTrusted()) return;
        for (const text of takeExpiring(people.devices, documents, clock.wall())) tellOfEnd(text);
      },
      onForeignWrite: () => shipper.wake(),
    });
    undo.push(() => heartbeat.stop());
    out.start();
    undo.push(() => out.stop());
    plans.start();
    undo.push(() => plans.stop());

    // Before anything else stops: what is about to move would move unseen.
    undo.push(() => outputs.stop());
    const admin = await prepareFirstAdmin(pki, people, hubUrl());
    announce({ edge, admin, rootFingerprint: material.rootFingerprint, ...config.edge }, print);
    for (const key of config.notYet)
      log.warn('this version does not act on a key that is set', { key });
    if (source.startsAfterListening) await source.start();
    const { address, setupAddress } = edge;
    const prove = () => state.transaction(() => writeAlive(documents, clock.wall(), false));
    return { address, setupAddress, prove, stop };
  }
}
