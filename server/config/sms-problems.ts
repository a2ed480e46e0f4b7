import { type Found, formatFound } from './problems.ts';
import type { ConfigFile } from './schema.ts';

/** What is wrong with `notify.sms` as a whole, and with what hangs on it. */
export function findSmsProblems({ sms, escalate }: ConfigFile['notify']): Found[] {
  if (!sms) {
    const fix = 'set notify.sms, by which these numbers are told';
    const found = 'there is no way to text';
    return escalate.length > 0 ? [{ path: ['notify', 'escalate'], found, fix }] : [];
  }
  const problems = findGaps(sms);
  const { reserve, dailyCap, recipients } = sms;
  if (reserve > dailyCap) {
    const path = ['notify', 'sms', 'reserve'];
    const fix = `write at most the daily cap, ${dailyCap}`;
    problems.push({ path, found: formatFound(reserve, path), fix });
  }
  for (const [index, { number }] of recipients.entries()) {
    if (recipients.findIndex(other => other.number === number) === index) continue;
    const path = ['notify', 'sms', 'recipients', index];
    problems.push({ path, found: `found ${number} a second time`, fix: 'name each number once' });
  }
  for (const [index, number] of escalate.entries()) {
    if (escalate.indexOf(number) === index) continue;
    const path = ['notify', 'escalate', index];
    problems.push({ path, found: `found ${number} a second time`, fix: 'name each number once' });
  }
  return problems;
}

/** What a provider cannot work without. */
function findGaps(sms: NonNullable<ConfigFile['notify']['sms']>): Found[] {
  if (sms.provider !== 'smsbroadcast' && sms.provider !== 'twilio') return [];
  const gaps: Found[] = [];
  const section = ['notify', 'sms'];
  const found = 'nothing is written';
  const isTwilio = sms.provider === 'twilio';
  if (sms.username === undefined) {
    const fix = isTwilio ? 'write the account SID' : 'write the account’s name';
    gaps.push({ path: [...section, 'username'], found, fix });
  }
  if (sms.password === undefined && sms.password_file === undefined) {
    const fix = 'name the file that holds the password, or the auth token, and nothing else';
    gaps.push({ path: [...section, 'password_file'], found, fix });
  }
  if (isTwilio && sms.from === '') {
    const fix = 'write the number, or the sender, that Twilio gave you';
    gaps.push({ path: [...section, 'from'], found, fix });
  }
  if (!isTwilio && sms.from.length > 11) {
    const fix = 'write at most 11 characters';
    gaps.push({ path: [...section, 'from'], found: formatFound(sms.from, []), fix });
  }
  return gaps;
}
