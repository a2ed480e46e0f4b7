import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncidentDetails, MessageRow } from '../../server/protocol.ts';
import { type SmsBroadcast, startSmsBroadcast } from '../fakes/sms-broadcast.ts';
import { until } from '../until.ts';
import { createWiredHouse, type WiredHouse } from '../wired-house.ts';

const [door, hall, laundry] = [17, 27, 22];
let company: SmsBroadcast;
let house: WiredHouse;

beforeEach(async () => {
  company = await startSmsBroadcast();
});
afterEach(async () => {
  await house.remove();
  await company.stop();
});

async function open(sms = '', notify = ''): Promise<void> {
  house = createWiredHouse(`
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors:
  driver: onoff
  warmUp: 0
  list:
    - { id: door, name: Front door, kind: contact, line: ${door}, glitchMs: 0, settleMs: 0 }
    - { id: hall, name: Hall, kind: motion, line: ${hall}, glitchMs: 0, settleMs: 0 }
    - { id: laundry, name: Laundry door, kind: contact, line: ${laundry}, glitchMs: 0, settleMs: 0 }
notify:
  sms:
    provider: smsbroadcast
    url: "${company.url}/api-adv.php"
    username: owner
    password: "very secret"
    from: sec53
    recipients: ["+61400000001", "+61400000002", { number: "+61400000003", name: Gran }]
${sms}
${notify}
`);
  await house.start();
  await house.ask('/api/mode', 'PUT', { mode: 'alert' });
}

async function details(): Promise<IncidentDetails> {
  const { incident } = await house.ask('/api/status');
  return house.ask(`/api/incidents/${incident.id}`);
}

/** The incident's messages once none of them is under way or due any more. */
async function settled(): Promise<MessageRow[]> {
  return until(async () => {
    const { messages } = await details();
    const isOpen = messages.some(({ status }) => status === 'pending' || status === 'sending');
    return messages.length > 0 && !isOpen ? messages : undefined;
  });
}

describe('an alarm by text message', () => {
  it('reaches all recipients in one request, and says what, where, when and what to do', async () => {
    await open();
    house.move(door, 1);
    await company.received(1);
    const [request] = company.requests;
    expect(request?.form).toMatchObject({
      ...{ username: 'owner', password: 'very secret', from: 'sec53' },
      to: '61400000001,61400000002,61400000003',
      message: expect.stringMatching(/^home ALERT: Front door opened \d\d:\d\d\. Open sec53\.$/),
      ref: expect.stringMatching(/^[0-9a-f]{20}$/),
    });
    const messages = await settled();
    expect(messages.map(({ to, status, attempts }) => [to, status, attempts])).toEqual([
      ['+61400000001', 'sent', 1],
      ['+61400000002', 'sent', 1],
      ['Gran', 'sent', 1],
    ]);
  });

  it('is confirmed by a second sensor at once, and names both', async () => {
    await open();
    house.move(door, 1);
    house.move(hall, 1);
    await company.received(2);
    expect(company.requests.map(({ form }) => form.message)).toEqual([
      expect.stringMatching(/^home ALERT: Front door opened/),
      expect.stringMatching(
        /^home CONFIRMED ALERT: Front door opened .*, Hall: motion \d\d:\d\d\./,
      ),
    ]);
    const { confirmedAt, steps, trips } = await details();
    expect(confirmedAt).not.toBeNull();
    expect(trips.map(({ sensor, count }) => [sensor, count])).toEqual([
      ['door', 1],
      ['hall', 1],
    ]);
    expect(steps.map(({ kind, sensor }) => [kind, sensor])).toEqual([
      ['trip', 'door'],
      ['trip', 'hall'],
      ['confirmed', 'hall'],
    ]);
  });

  it('is refused for one of three and reaches the two, without another try', async () => {
    await open();
    company.answers.push({ kind: 'bad', numbers: ['61400000002'] });
    house.move(door, 1);
    const messages = await settled();
    expect(messages.map(({ status, reason }) => [status, reason])).toEqual([
      ['sent', ''],
      ['failed', expect.stringContaining('Invalid Number')],
      ['sent', ''],
    ]);
    expect(company.requests).toHaveLength(1);
    const { flags } = await house.ask('/api/status');
    const reach = await house.ask('/api/reach');
    expect(reach.undelivered.map(({ to }: MessageRow) => to)).toEqual(['+61400000002']);
    expect(flags).not.toContain('silent');
  });

  it.each([
    ['an ERROR of the company', { kind: 'error', reason: 'Account suspended' }, false],
    ['a 500', { kind: 'status', status: 500 }, undefined],
    ['a connection that is cut', { kind: 'drop' }, true],
    ['an answer that is no answer', { kind: 'garbage' }, true],
  ] as const)('is tried again after %s until it arrives', async (_, failure, isDoubtful) => {
    await open();
    company.answers.push(failure);
    house.move(door, 1);
    const messages = await settled();
    expect(messages.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['sent', 2],
      ['sent', 2],
      ['sent', 2],
    ]);
    const [first, second] = company.requests;
    expect(second?.form.ref).toBe(first?.form.ref);
    // Whoever may have it already is told that it is the same once more.
    if (isDoubtful !== undefined) {
      expect(second?.form.message?.startsWith('(repeat) ')).toBe(isDoubtful);
    }
  });

  it('is tried again for those alone of whom the company said nothing', async () => {
    await open();
    company.answers.push({ kind: 'silent', numbers: ['61400000001', '61400000003'] });
    house.move(door, 1);
    await settled();
    expect(company.requests.map(({ form }) => form.to)).toEqual([
      '61400000001,61400000002,61400000003',
      '61400000001,61400000003',
    ]);
  });

  it('does not keep the alarm waiting when the company does not answer', async () => {
    await open();
    company.decide = () => ({ kind: 'hang' });
    house.move(door, 1);
    await company.received(1);
    for (let trip = 0; trip < 20; trip++) {
      house.move(laundry, trip % 2 === 0 ? 1 : 0);
    }
    const { trips } = await details();
    expect(trips.map(({ sensor, count }) => [sensor, count])).toEqual([
      ['door', 1],
      ['laundry', 10],
    ]);
  });

  it('goes to the next contact when nobody answers, and to nobody once somebody has', async () => {
    const quick = 'repeat: { smsAfter: 1, escalateAfter: 30 }';
    await open('', `  escalate: ["+61400000009"]\n  ${quick}`);
    house.move(door, 1);
    await company.received(2);
    expect(company.requests[1]?.form.message).toMatch(
      /^home: no answer yet to the alarm of \d\d:\d\d/,
    );
    const { id } = await details();
    await house.ask(`/api/incidents/${id}/acknowledge`, 'POST');
    const { steps, acknowledgedBy } = await details();
    expect(acknowledgedBy).toEqual({ name: 'admin', via: 'certificate' });
    expect(steps.at(-1)).toMatchObject({ kind: 'acknowledged', by: { name: 'admin' } });
  });

  it('says by the record who was told, and keeps the account’s password out of it', async () => {
    await open();
    company.answers.push({ kind: 'error', reason: 'no luck for very secret' });
    house.move(door, 1);
    await settled();
    const { messages } = await details();
    expect(JSON.stringify(messages)).not.toContain('very secret');
    expect(house.logged()).not.toContain('very secret');
    expect(house.logged()).toMatch(/messages do not get through/);
  });
});

describe('what an incident was', () => {
  it('is said afterwards, by name, and can be taken back', async () => {
    await open();
    house.move(door, 1);
    await settled();
    const { id } = await details();
    await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
    const marked = await house.ask(`/api/incidents/${id}/mark`, 'PUT', { mark: 'us' });
    expect(marked).toMatchObject({ mark: 'us', markedBy: { name: 'admin' } });
    expect(marked.closedAt).not.toBeNull();
    const { incidents, next } = await house.ask('/api/incidents');
    expect(incidents).toEqual([marked]);
    expect(next).toBeNull();
    const back = await house.ask(`/api/incidents/${id}/mark`, 'PUT', { mark: null });
    expect(back).toMatchObject({ mark: null, markedBy: null });
    const wrong = await house.ask(`/api/incidents/${id}/mark`, 'PUT', { mark: 'ghost' });
    expect(wrong.errors).toEqual([
      { path: 'mark', message: 'write real, us, pet, sun, test or null' },
    ]);
  });
});
