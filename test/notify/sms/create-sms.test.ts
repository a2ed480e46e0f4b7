import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSmsProviders, type SmsSettings } from '../../../server/notify/sms/create-sms.ts';
import { createMmcliModem, type MmcliModem } from '../../fakes/mmcli-modem.ts';
import { startSmsBroadcast } from '../../fakes/sms-broadcast.ts';
import { startTwilio } from '../../fakes/twilio.ts';

const mum = '+61400000001';
const { signal } = new AbortController();
const request = { text: 'Front door', to: [mum], ref: 'i1s1', signal };
const accepted = new Map([[mum, { kind: 'accepted', reference: expect.any(String) }]]);

let modem: MmcliModem;
const lines: string[] = [];
beforeEach(() => {
  modem = createMmcliModem();
  lines.length = 0;
});
afterEach(() => modem.remove());

function create(settings: Partial<SmsSettings>) {
  return createSmsProviders(
    {
      provider: 'console',
      url: undefined,
      username: undefined,
      password: undefined,
      from: '',
      fallback: 'none',
      modem: 'any',
      ...settings,
    },
    { print: line => lines.push(line), environment: modem.environment },
  );
}

it('the console prints a line and shows the end of the number only', async () => {
  const { primary, fallback } = create({});
  const text = 'Front door\nopened';
  expect(await primary.send({ ...request, text, to: [mum, '+61400000022'] })).toEqual(
    new Map([
      [mum, { kind: 'accepted', reference: 'i1s1' }],
      ['+61400000022', { kind: 'accepted', reference: 'i1s1' }],
    ]),
  );
  expect(lines).toEqual(['text to …001: Front door opened', 'text to …022: Front door opened']);
  expect(fallback).toBeUndefined();
});

it('SMS Broadcast is asked with its account, and the modem stands by', async () => {
  const company = await startSmsBroadcast({ username: 'family', password: 'secret' });
  const account = { username: 'family', password: 'secret', url: company.url };
  const { primary, fallback } = create({ provider: 'smsbroadcast', fallback: 'modem', ...account });
  expect(await primary.send(request)).toEqual(accepted);
  expect(company.delivered.get('61400000001')).toEqual(['Front door']);
  expect(modem.calls()).toEqual([]);
  expect(await fallback?.send(request)).toEqual(accepted);
  expect(modem.calls()).toHaveLength(3);
  await company.stop();
});

it('Twilio is asked with its account', async () => {
  const company = await startTwilio({ sid: 'AC1', token: 'secret' });
  const account = { username: 'AC1', password: 'secret', from: 'Home', url: company.url };
  const { primary, fallback } = create({ provider: 'twilio', ...account });
  expect(await primary.send(request)).toEqual(accepted);
  expect(company.delivered.get(mum)).toEqual(['Front door']);
  expect(fallback).toBeUndefined();
  await company.stop();
});

it('the modem is no fallback of itself', async () => {
  const { primary, fallback } = create({ provider: 'modem', fallback: 'modem' });
  expect(await primary.send(request)).toEqual(accepted);
  expect(fallback).toBeUndefined();
});
