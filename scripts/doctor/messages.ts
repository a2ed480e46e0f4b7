import { join } from 'node:path';
import { errorText } from '../../server/errors.ts';
import { createSmsProviders } from '../../server/notify/sms/create-sms.ts';
import { runMmcli } from '../../server/notify/sms/mmcli.ts';
import { readVapidKeys } from '../../server/notify/vapid.ts';
import type { Facts } from './facts.ts';
import { fault, good, type Row, skipped, warning } from './row.ts';

const balanceMs = 7000;
const modemMs = 5000;

/** Whether text messages could leave: the account's balance is asked for, and nothing is sent. */
export async function checkSms({ config, environment }: Facts): Promise<Row[]> {
  const check = 'text messages';
  const sms = config?.notify.sms;
  if (!config) return [];
  if (!sms) {
    const fix = 'set notify.sms, or rely on push alone';
    return [warning(check, 'no provider is configured', fix)];
  }
  const rows: Row[] = [];
  if (sms.provider === 'console') {
    const fix = 'set notify.sms.provider to smsbroadcast, twilio or modem';
    rows.push(warning(check, 'console: texts are printed and reach nobody', fix));
  }
  const { primary } = createSmsProviders(sms, { environment, print: () => undefined });
  const balance = await primary.balance?.(AbortSignal.timeout(balanceMs));
  if (balance?.kind === 'failed') {
    const fix = 'see to the network; check notify.sms.username and its password';
    rows.push(fault(check, `${primary.name}: ${balance.reason}`, fix));
  } else if (balance) {
    const says = `${primary.name} has ${balance.amount} ${balance.unit} left`;
    rows.push(
      balance.amount <= sms.lowBalance ? warning(check, says, 'top up') : good(check, says),
    );
  }
  const usesModem = sms.provider === 'modem' || sms.fallback === 'modem';
  if (usesModem) rows.push(await judgeModem(sms.modem, environment));
  return rows;
}

async function judgeModem(modem: string, environment: NodeJS.ProcessEnv): Promise<Row> {
  const check = 'modem';
  const args = ['-m', modem, '-K'];
  const { isDone, output, stopped } = await runMmcli({ environment }, { args, limitMs: modemMs });
  if (stopped === 'missing') {
    return fault(check, 'mmcli is not installed', 'sudo apt install modemmanager');
  }
  if (!isDone) {
    const fix = 'see "mmcli -L" and "systemctl status ModemManager"; plug the stick in anew';
    return fault(check, stopped === 'limit' ? 'it does not answer' : 'no modem is found', fix);
  }
  const read = (key: string) =>
    new RegExp(`^modem\\.generic\\.${key}\\s*:\\s*(\\S+)`, 'm').exec(output)?.[1] ?? '--';
  const state = read('state');
  const says = `${read('model')} is ${state}, signal ${read('signal-quality\\.value')} %`;
  if (state === 'registered' || state === 'connected') return good(check, says);
  const fix = state === 'locked' ? 'enter the SIM’s PIN: mmcli -i any --pin=…' : 'mmcli -m any -e';
  return fault(check, says, fix);
}

/** Whether the hub can be known to push services by the keys that its phones subscribed with. */
export function checkPush({ config, dataFolder }: Facts): Row[] {
  const check = 'push';
  if (!config) return [];
  if (!config.notify.push) {
    return [warning(check, 'it is not configured', 'set notify.push.subject')];
  }
  try {
    if (readVapidKeys(dataFolder)) {
      return [
        good(check, `its keys are there; push services write to ${config.notify.push.subject}`),
      ];
    }
    return [skipped(check, 'its keys are not made yet', 'start the hub, which makes them')];
  } catch (error) {
    return [fault(check, errorText(error), `see ${join(dataFolder, 'push-keys.json')}`)];
  }
}
