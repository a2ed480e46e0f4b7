import type { SmsOutcome, SmsProvider } from '../sms.ts';
import { doubtful, untaken } from './failed.ts';
import { type Mmcli, type MmcliResult, runMmcli } from './mmcli.ts';
import { plainReason } from './reason.ts';

export interface ModemSettings extends Mmcli {
  /** As `mmcli -L` numbers it, or `any`. */
  modem: string;
  limitsMs?: { create: number; send: number; delete: number };
}

/** A USB stick through ModemManager: texts without the internet, on the stick’s own SIM. */
export function createModem({
  modem,
  limitsMs = { create: 10_000, send: 20_000, delete: 5_000 },
  ...mmcli
}: ModemSettings): SmsProvider {
  const run = (args: readonly string[], limitMs: number, signal?: AbortSignal) =>
    runMmcli(mmcli, { args, limitMs, signal });

  async function sendOne(number: string, text: string, signal: AbortSignal): Promise<SmsOutcome> {
    const fields = `number=${quote(number)},text=${quote(text)}`;
    const creation = await run(
      ['-m', modem, `--messaging-create-sms=${fields}`],
      limitsMs.create,
      signal,
    );
    const [path] = /\/org\/freedesktop\/ModemManager1\/SMS\/\d+/.exec(creation.output) ?? [];
    // Creating a message sends nothing.
    if (!creation.isDone || path === undefined) return untaken(describe(creation));

    const sending = await run(['-s', path, '--send'], limitsMs.send, signal);
    // Or the stick fills up and takes no more. A message that is on its way goes on without it; one
    // that stays behind is the modem's trouble, not the message's.
    await run(['-m', modem, `--messaging-delete-sms=${path}`], limitsMs.delete);
    if (sending.isDone) return { kind: 'accepted', reference: path };
    const reason = describe(sending);
    return isSurelyUnsent(sending) ? untaken(reason) : doubtful(reason);
  }

  return {
    name: 'the modem',
    takesMany: false,
    async send({ text, to, signal }) {
      const outcomes = new Map<string, SmsOutcome>();
      // A modem sends one at a time.
      for (const number of to) outcomes.set(number, await sendOne(number, text, signal));
      return outcomes;
    },
  };
}

/**
 * mmcli ends a quoted value at the next quote of its kind and knows no escape, so a text with both
 * kinds keeps one. Reading the text from a file (`--messaging-create-sms-with-text`) would spare that,
 * and is unknown to Debian 12's mmcli.
 */
function quote(value: string): string {
  return value.includes("'") ? `"${value.replaceAll('"', "'")}"` : `'${value}'`;
}

/** mmcli's words, and ModemManager's error names, by what the owner can do about them. */
const troubles: [said: RegExp, reason: string][] = [
  [/couldn't find modem|no modems? (was |were )?found/i, 'no modem is found; see mmcli -L'],
  [/couldn't find the ModemManager process/i, 'ModemManager does not run; see systemctl'],
  [/couldn't get bus/i, 'the system’s message bus cannot be reached'],
  [
    /unauthorized|not authorized|authorization failed/i,
    'the hub may not use the modem; allow org.freedesktop.ModemManager1.Messaging to its user',
  ],
  [/no messaging capabilities/i, 'the modem takes no texts yet; is its SIM locked?'],
  [
    /\bsim\b.*(pin|puk|not inserted|required)|SimPin|SimPuk/i,
    'the modem’s SIM is locked or missing',
  ],
  [
    /not registered|no ?network|not enabled|WrongState|NotRegistered/i,
    'the modem is not enabled, or in no network; see mmcli -m any',
  ],
];

function findTrouble({ output }: MmcliResult): string | undefined {
  return troubles.find(([said]) => said.test(output))?.[1];
}

function describe(result: MmcliResult): string {
  const { output, stopped } = result;
  if (stopped === 'missing') return 'mmcli is not installed; apt install modemmanager';
  if (stopped === 'limit') return 'the modem does not answer';
  if (stopped === 'signal') return 'given up';
  if (stopped === 'broken') return 'mmcli cannot be run';
  return findTrouble(result) ?? plainReason(output.replace(/^error: /, ''));
}

/** An error of the network's may come after the text went out; one that is found before cannot. */
function isSurelyUnsent(result: MmcliResult): boolean {
  const { stopped } = result;
  if (stopped !== undefined) return stopped === 'missing' || stopped === 'broken';
  return findTrouble(result) !== undefined;
}
