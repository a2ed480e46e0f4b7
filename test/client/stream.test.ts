import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStream, type StreamHandlers } from '../../client/data/stream.ts';

interface Connection {
  url: string;
  handlers: StreamHandlers;
  isClosed: boolean;
}

function setUp() {
  const connections: Connection[] = [];
  const told: string[] = [];
  const network = { isOnline: true };
  const stream = createStream(
    (url, handlers) => {
      const connection = { url, handlers, isClosed: false };
      connections.push(connection);
      return () => {
        connection.isClosed = true;
      };
    },
    () => network.isOnline,
    {
      link: link => told.push(link),
      open: caughtUp => told.push(`open ${caughtUp ? 'caught up' : 'anew'}`),
      message: (kind, data) => told.push(`${kind} ${data}`),
      reset: () => told.push('reset'),
      failed: () => told.push('failed'),
    },
  );
  const last = () => {
    const connection = connections.at(-1);
    if (!connection) throw new Error('nothing was opened');
    return connection;
  };
  return { stream, connections, told, network, last };
}

describe('the stream', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes live and passes messages on', () => {
    const { stream, told, last } = setUp();
    stream.start();
    last().handlers.open();
    last().handlers.message('event', '{}', '7');
    expect(last().url).toBe('/api/stream');
    expect(told).toEqual(['connecting', 'live', 'open anew', 'event {}']);
  });

  it('asks for what it missed, by the last id it heard', () => {
    const { stream, told, last } = setUp();
    stream.start();
    last().handlers.open();
    last().handlers.message('event', 'a', '7');
    last().handlers.message('notice', 'b', '');
    last().handlers.error();
    vi.advanceTimersByTime(2_000);
    expect(last().url).toBe('/api/stream?lastEventId=7');
    last().handlers.open();
    expect(told.slice(-4)).toEqual(['reconnecting', 'failed', 'live', 'open caught up']);
  });

  it('forgets its place when the hub does', () => {
    const { stream, told, last } = setUp();
    stream.start();
    last().handlers.open();
    last().handlers.message('event', 'a', '7');
    last().handlers.message('reset', '', '');
    last().handlers.error();
    vi.advanceTimersByTime(2_000);
    expect(told).toContain('reset');
    expect(last().url).toBe('/api/stream');
  });

  it('says offline after three failures and never waits longer than two seconds', () => {
    const { stream, connections, told, last } = setUp();
    stream.start();
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      expect(connections).toHaveLength(attempt);
      last().handlers.error();
      vi.advanceTimersByTime(2_000);
    }
    expect(told.filter(word => word !== 'failed').slice(0, 4)).toEqual([
      'connecting',
      'reconnecting',
      'reconnecting',
      'offline',
    ]);
  });

  it('connects at once when the network is back', () => {
    const { stream, connections, told, network, last } = setUp();
    stream.start();
    last().handlers.open();
    network.isOnline = false;
    stream.networkLost();
    expect(told.at(-2)).toBe('offline');
    network.isOnline = true;
    stream.wake(true);
    expect(connections).toHaveLength(2);
    expect(connections.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  it('leaves a good connection alone when the screen comes back', () => {
    const { stream, connections, last } = setUp();
    stream.start();
    last().handlers.open();
    stream.wake(false);
    expect(connections).toHaveLength(1);
    stream.wake(true);
    expect(connections).toHaveLength(2);
  });

  it('gives up an attempt that hangs', () => {
    const { stream, connections } = setUp();
    stream.start();
    vi.advanceTimersByTime(10_000);
    expect(connections.length).toBeGreaterThan(1);
    expect(connections[0]?.isClosed).toBe(true);
  });

  it('hears nothing from a connection it has left', () => {
    const { stream, connections, told } = setUp();
    stream.start();
    stream.wake(true);
    const before = [...told];
    connections[0]?.handlers.open();
    connections[0]?.handlers.message('event', 'late', '9');
    connections[0]?.handlers.error();
    expect(told).toEqual(before);
  });

  it('stays silent after stop', () => {
    const { stream, connections } = setUp();
    stream.start();
    stream.stop();
    stream.wake(true);
    vi.advanceTimersByTime(60_000);
    expect(connections).toHaveLength(1);
    expect(connections[0]?.isClosed).toBe(true);
  });
});
