import { afterEach, beforeEach, expect, it } from 'vitest';
import { createModem } from '../../../server/notify/sms/modem.ts';
import { createMmcliModem, type MmcliModem } from '../../fakes/mmcli-modem.ts';

const mum = '+61400000001';
const path = '/org/freedesktop/ModemManager1/SMS/0';

let fake: MmcliModem;
beforeEach(() => {
  fake = createMmcliModem();
});
afterEach(() => fake.remove());

async function send(
  text = 'Front door',
  settings: Partial<Parameters<typeof createModem>[0]> = {},
) {
  const modem = createModem({ modem: 'any', environment: fake.environment, ...settings });
  const { signal } = new AbortController();
  const outcomes = await modem.send({ text, to: [mum], ref: 'i1s1', signal });
  expect([...outcomes.keys()]).toEqual([mum]);
  return outcomes.get(mum);
}

const actions = () => fake.calls().map(({ action }) => action);

it('a text is created, sent, and deleted from the stick', async () => {
  expect(await send('Front door', { modem: '2' })).toEqual({ kind: 'accepted', reference: path });
  expect(fake.calls().map(({ argv }) => argv)).toEqual([
    ['-m', '2', `--messaging-create-sms=number='${mum}',text='Front door'`],
    ['-s', path, '--send'],
    ['-m', '2', `--messaging-delete-sms=${path}`],
  ]);
});

it.each([
  "Tom's door, number='+61499999999'",
  'the "back" door',
  'back\\slash \\" and \\',
  '$(reboot) `reboot` ; reboot | reboot & $HOME *',
  'two\nlines\ttab',
  ',text=x,number=+61499999999',
  '-m 1 --send',
  ' spaces ',
  'Größe é €5 ¿qué?',
])('%j arrives exactly', async text => {
  expect(await send(text)).toMatchObject({ kind: 'accepted' });
  expect(fake.calls()[0]?.message).toEqual({ number: mum, text });
});

it('a text with both kinds of quotes keeps one of them', async () => {
  await send(`Tom's "shed", open`);
  expect(fake.calls()[0]?.message).toEqual({ number: mum, text: "Tom's 'shed', open" });
});

it('a text that no program can be given fails', async () => {
  const reason = 'mmcli cannot be run';
  expect(await send('nul\0')).toEqual({ kind: 'failed', reason, mayHaveArrived: false });
});

it('a missing mmcli says what to install', async () => {
  expect(await send('x', { command: '/nowhere/mmcli' })).toEqual({
    kind: 'failed',
    reason: 'mmcli is not installed; apt install modemmanager',
    mayHaveArrived: false,
  });
});

it.each([
  ["couldn't find modem", 'no modem is found; see mmcli -L'],
  ["couldn't find the ModemManager process in the bus", 'ModemManager does not run; see systemctl'],
  [
    "couldn't create new SMS: 'GDBus.Error:org.freedesktop.ModemManager1.Error.Core.Unauthorized: PolicyKit authorization failed'",
    'the hub may not use the modem; allow org.freedesktop.ModemManager1.Messaging to its user',
  ],
  ['modem has no messaging capabilities', 'the modem takes no texts yet; is its SIM locked?'],
  ["couldn't create new SMS: 'Something new'", "couldn't create new SMS: 'Something new'"],
])('%s: nothing was sent', async (error, reason) => {
  fake.answer({ create: { error } });
  expect(await send()).toEqual({ kind: 'failed', reason, mayHaveArrived: false });
  expect(actions()).toEqual(['create']);
});

it('a modem out of every network sends nothing', async () => {
  const error =
    "couldn't send the SMS: 'GDBus.Error:org.freedesktop.ModemManager1.Error.MobileEquipment.NoNetwork: No network service'";
  fake.answer({ send: { error } });
  const reason = 'the modem is not enabled, or in no network; see mmcli -m any';
  expect(await send()).toEqual({ kind: 'failed', reason, mayHaveArrived: false });
  expect(actions()).toEqual(['create', 'send', 'delete']);
});

it('an unknown error of the network’s leaves it open, and the stick is emptied', async () => {
  const error = "couldn't send the SMS: 'GDBus.Error: Couldn't send SMS part: Failure'";
  fake.answer({ send: { error } });
  expect(await send()).toEqual({ kind: 'failed', reason: error, mayHaveArrived: true });
  expect(actions()).toEqual(['create', 'send', 'delete']);
});

it('a modem that hangs over creating has sent nothing', async () => {
  fake.answer({ create: 'hang' });
  const limitsMs = { create: 100, send: 60_000, delete: 60_000 };
  const reason = 'the modem does not answer';
  expect(await send('x', { limitsMs })).toEqual({ kind: 'failed', reason, mayHaveArrived: false });
});

it('a modem that hangs over sending may have sent', async () => {
  fake.answer({ send: 'hang' });
  const limitsMs = { create: 60_000, send: 100, delete: 60_000 };
  const reason = 'the modem does not answer';
  expect(await send('x', { limitsMs })).toEqual({ kind: 'failed', reason, mayHaveArrived: true });
  expect(fake.calls().at(-1)?.argv).toEqual(['-m', 'any', `--messaging-delete-sms=${path}`]);
});

it('a text that stays on the stick was sent all the same', async () => {
  fake.answer({ delete: { error: "couldn't delete SMS: 'Busy'" } });
  expect(await send()).toEqual({ kind: 'accepted', reference: path });
});

it('a try that is given up starts nothing', async () => {
  const modem = createModem({ modem: 'any', environment: fake.environment });
  const signal = AbortSignal.abort();
  const outcomes = await modem.send({ text: 'x', to: [mum], ref: 'i1s1', signal });
  expect(outcomes.get(mum)).toEqual({ kind: 'failed', reason: 'given up', mayHaveArrived: false });
  expect(fake.calls()).toEqual([]);
});
