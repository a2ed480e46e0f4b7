import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Incident } from '../../alarm/alarm-state.ts';
import type { Bus } from '../../bus.ts';
import { toLiveEvent } from '../../history/rows.ts';
import type { Identify } from '../../people/identity.ts';
import type { Event, Notice, Role, Status, Temperature } from '../../protocol.ts';
import type { Journal, JournalRow } from '../../state/journal.ts';
import { statusFor, summarise, toIso } from '../../status.ts';
import { readQuery } from '../input.ts';
import { isAllowed, type Route } from '../route.ts';
import { createFrame, type EventStream, openStream } from '../sse.ts';

export interface StreamRooms {
  journal: Journal;
  status: () => Status;
  /** Of a garage door. */
  isForGuests(id: string): boolean;
  identify: Identify;
  bus: Bus;
}

interface Client {
  stream: EventStream;
  request: IncomingMessage;
  name: string;
  role: Role;
}

/** Status messages are gathered: a burst of changes is told as its end. */
const statusGapMs = 100;
const replayBatch = 500;
const idForm = /^\d{1,15}$/;

const streamQuery = z.strictObject({
  lastEventId: z
    .string('give one id')
    .regex(idForm, 'pass on the id of the last message')
    .optional(),
});

/** `GET /api/stream` for everybody who is signed in, each with what the role may see. */
export function streamRoutes(rooms: StreamRooms): Route[] {
  const { journal, status, identify, bus } = rooms;
  const clients = new Set<Client>();
  let statusTimer: NodeJS.Timeout | undefined;
  let lastStatusAt = 0;

  function statusFrame(role: Role, now = status()): Buffer {
    return createFrame('status', journal.bounds().newest, statusFor(role, now, rooms.isForGuests));
  }

  function sendStatus(): void {
    statusTimer = undefined;
    lastStatusAt = performance.now();
    if (clients.size === 0) return;
    const now = status();
    const family = statusFrame('member', now);
    const guests = statusFrame('guest', now);
    for (const { stream, role } of clients) stream.send(role === 'guest' ? guests : family);
  }

  bus.on('status', () => {
    if (statusTimer) return;
    const waitMs = lastStatusAt + statusGapMs - performance.now();
    if (waitMs <= 0) sendStatus();
    else statusTimer = setTimeout(sendStatus, waitMs).unref();
  });

  bus.on('journaled', rows => {
    if (clients.size === 0) return;
    // One write a client, however many rows a commit had.
    const frames = Buffer.concat(rows.flatMap(row => toFrame(row) ?? []));
    if (frames.length === 0) return;
    for (const { stream, role } of clients) if (isAllowed(role, 'member')) stream.send(frames);
  });

  // What they were told of times is otherwise now: they ask anew.
  bus.on('corrected', () => {
    const frame = createFrame('reset', journal.bounds().newest, {});
    for (const { stream, role } of clients) if (isAllowed(role, 'member')) stream.send(frame);
  });

  bus.on('access', () => {
    for (const client of clients) if (!isStill(client)) client.stream.close();
  });

  /** Doubt means deny, and one that cannot be judged keeps no other from being judged. */
  function isStill({ request, name, role }: Client): boolean {
    try {
      const identity = identify(request);
      return identity?.name === name && identity.role === role;
    } catch {
      return false;
    }
  }

  function attach(client: Client): void {
    // The right may have ended while it caught up.
    if (!isStill(client)) {
      client.stream.close();
      return;
    }
    client.stream.send(statusFrame(client.role));
    clients.add(client);
    client.stream.onClose(() => clients.delete(client));
  }

  async function catchUp(client: Client, lastId: number): Promise<void> {
    const { stream, role } = client;
    let position = lastId;
    while (stream.isOpen) {
      // Of a client that is slow the journal may be trimmed meanwhile.
      const { oldest, newest } = journal.bounds();
      if (position > newest || position + 1 < oldest) {
        stream.send(createFrame('reset', newest, {}));
        position = newest;
      }
      const rows = isAllowed(role, 'member') ? journal.after(position, replayBatch) : [];
      const last = rows.at(-1);
      if (!last) {
        // In the same breath as the last look at the journal, so that no row falls in between.
        attach(client);
        return;
      }
      for (const row of rows) {
        const frame = toFrame(row);
        if (frame) stream.send(frame);
      }
      position = last.seq;
      await stream.drained();
    }
  }

  return [
    {
      method: 'GET',
      path: '/api/stream',
      access: 'guest',
      async handle(context) {
        const { identity } = context.state;
        const { lastEventId } = readQuery(context, streamQuery);
        const header = context.get('Last-Event-ID');
        const asked = idForm.test(header) ? header : lastEventId;
        if (!identity) return;
        if (context.method === 'HEAD') {
          context.type = 'text/event-stream';
          context.status = 200;
          return;
        }
        context.respond = false;
        const stream = openStream(context.res);
        const { name, role } = identity;
        const client = { stream, request: context.req, name, role };
        if (asked === undefined) attach(client);
        else await catchUp(client, Number(asked)).catch(() => stream.close());
      },
    },
  ];
}

/** What the stream says of a journal row; undefined for what it does not speak of. */
function toFrame(row: JournalRow): Buffer | undefined {
  const { seq, id, at, sensor, value, topic, kind, body } = row;
  switch (topic) {
    case 'event': {
      const event = toLiveEvent(row);
      return createFrame('event', seq, { ...event, at: toIso(at) } satisfies Event);
    }
    case 'temperature': {
      const temperature: Temperature = { id, at: toIso(at), sensor, celsius: value };
      return createFrame('temperature', seq, temperature);
    }
    case 'incident': {
      const incident: Incident = JSON.parse(body);
      return createFrame('incident', seq, summarise(incident));
    }
    case 'notice': {
      const { text }: { text: string } = JSON.parse(body);
      return createFrame('notice', seq, { id, at: toIso(at), code: kind, text } satisfies Notice);
    }
    default:
      return undefined;
  }
}
