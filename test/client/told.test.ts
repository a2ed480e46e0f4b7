import { describe, expect, it } from 'vitest';
import { tellByPerson } from '../../client/data/told.ts';
import { fateOf, lineTitle, toldSentence } from '../../client/words/told.ts';
import type { MessageRow } from '../../server/protocol.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 1) + second * 1000).toISOString();

function message(to: string, more: Partial<MessageRow> = {}): MessageRow {
  return {
    ...{ id: '', kind: 'alarm', channel: 'sms', to, text: '', createdAt: at(0), doneAt: at(1) },
    ...{ status: 'sent', attempts: 1, isRepeat: false, provider: 'SMS Broadcast', reason: '' },
    ...more,
  };
}

const word = (more: Partial<MessageRow>) => fateOf(message('Mum', more)).word;

describe('who was told', () => {
  it('is told by person, and what was repeated for an hour is one line', () => {
    const repeats = Array.from({ length: 30 }, (_, index) =>
      message('Mum', { kind: 'repeat', channel: 'push', createdAt: at(60 * index) }),
    );
    const told = tellByPerson([message('Mum'), message('Tom'), ...repeats]);
    expect(told.map(({ to, lines }) => [to, lines.length])).toEqual([
      ['Mum', 2],
      ['Tom', 1],
    ]);
    const [, line] = told[0]?.lines ?? [];
    expect(line).toMatchObject({ count: 30, at: at(0), lastAt: at(60 * 29) });
    expect(line && lineTitle(line)).toBe('30 notifications: nobody has answered');
  });

  it('of a call for help reads of that, where it is known to be one', () => {
    const [line] = tellByPerson([message('Mum', { kind: 'confirmed' })])[0]?.lines ?? [];
    expect(line && lineTitle(line, 'panic')).toBe('Text: called for help');
    expect(line && lineTitle({ ...line, kind: 'alarm' }, 'panic')).toBe('Text: called for help');
    expect(line && lineTitle({ ...line, kind: 'reminder' }, 'panic')).toMatch(
      /nobody has answered/,
    );
    expect(line && lineTitle(line, 'intrusion')).toBe('Text: the alarm is confirmed');
    expect(line && lineTitle(line)).toBe('Text: the alarm is confirmed');
  });

  it('keeps apart what fared differently', () => {
    const rows = [
      message('Mum', { channel: 'push' }),
      message('Mum', { channel: 'push', status: 'failed', reason: 'gone' }),
    ];
    expect(tellByPerson(rows)[0]?.lines.map(({ status }) => status)).toEqual(['sent', 'failed']);
  });

  it('of a practice is nobody, which is no failure', () => {
    const more = { status: 'dropped' as const, reason: 'a practice: nothing is sent' };
    expect(fateOf(message('Mum', more))).toMatchObject({
      ...{ word: 'Not sent, because this was a practice', tone: 'idle' },
    });
    const rows = [message('Mum', more), message('Gran', more)];
    expect(toldSentence(tellByPerson(rows))).toBe('A practice: Mum and Gran would have been told.');
    const failed = { status: 'failed' as const, reason: 'Invalid Number' };
    expect(toldSentence(tellByPerson([message('Mum', more), message('Mum', failed)]))).toBe(
      'Nothing got out to Mum.',
    );
  });

  it('is summed up without claiming that anybody read it', () => {
    const sentence = (...rows: MessageRow[]) => toldSentence(tellByPerson(rows));
    expect(sentence()).toBe('Nobody was sent anything.');
    expect(
      sentence(
        message('Mum'),
        message('Tom'),
        message('Ann', { status: 'pending', doneAt: null }),
        message('Gran', { status: 'failed' }),
      ),
    ).toBe('Sent to Mum and Tom. On its way to Ann. Nothing got out to Gran.');
    expect(sentence(message('Mum', { provider: 'the console' }))).toBe('Nothing got out to Mum.');
  });
});

describe('what became of a message', () => {
  it('is said plainly, with the reason', () => {
    expect(word({})).toBe('Sent by SMS Broadcast');
    expect(word({ attempts: 3, isRepeat: true })).toMatch(/^Sent at try 3 by SMS.*“repeat”/);
    expect(word({ status: 'pending', attempts: 0 })).toBe('On its way');
    expect(word({ status: 'sending', attempts: 1 })).toBe('On its way');
    expect(word({ status: 'pending', attempts: 2, reason: 'it was silent' })).toBe(
      'Tried again: it was silent',
    );
    expect(word({ status: 'failed', reason: 'Invalid Number' })).toBe('Given up: Invalid Number');
    expect(word({ status: 'unknown' })).toMatch(/^May have arrived/);
    expect(word({ status: 'dropped', reason: 'too late' })).toBe('Not sent: too late');
    expect(word({ provider: 'the console' })).toMatch(/not sent/);
    expect(word({ channel: 'push', provider: 'web.push.apple.com' })).toBe('Sent');
  });

  it('that was not needed any more is no trouble', () => {
    const dropped = message('Mum', { kind: 'reminder', status: 'dropped', reason: 'answered' });
    expect(fateOf(dropped)).toMatchObject({ word: 'Not needed any more: answered', tone: 'idle' });
    expect(fateOf({ ...dropped, kind: 'alarm' }).tone).toBe('care');
  });
});
