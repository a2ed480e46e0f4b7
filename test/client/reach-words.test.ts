import { describe, expect, it } from 'vitest';
import { inOrder, needsCare, standingOf } from '../../client/data/reach-standing.ts';
import { alertsSentence, hoursProblem } from '../../client/words/alerts.ts';
import { capWords, watchWords } from '../../client/words/hub-reach.ts';
import { cleanNumber, numberProblem } from '../../client/words/number.ts';
import {
  adviceFor,
  personWord,
  pushLine,
  reachSentences,
  rowNote,
  textLine,
} from '../../client/words/reach.ts';
import type { Reach, ReachRow } from '../../server/protocol.ts';

const zone = 'Australia/Melbourne';
const now = Date.parse('2026-11-24T01:00:00.000Z');
const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString();

function person(name: string, more: Partial<ReachRow> = {}): ReachRow {
  return { name, isPerson: true, isOff: false, quiet: null, sms: null, push: [], ...more };
}

function text(more: Partial<NonNullable<ReachRow['sms']>> = {}): NonNullable<ReachRow['sms']> {
  return {
    ...{ number: '…678', isOn: true, acceptedAt: null, failedAt: null, failure: '' },
    ...{ confirmedAt: null, isEscalation: false },
    ...more,
  };
}

function push(more: Partial<ReachRow['push'][number]> = {}): ReachRow['push'][number] {
  return {
    ...{ id: 'p', device: 'Mum’s phone', seenAt: daysAgo(1), shownAt: null, tappedAt: null },
    ...{ brokenAt: null, failure: '' },
    ...more,
  };
}

function reach(...people: ReachRow[]): Reach {
  return {
    people,
    sms: {
      ...{ provider: 'SMS Broadcast', used: 3, cap: 30, reserve: 10 },
      ...{ balance: null, trouble: null },
    },
    push: { isConfigured: true, trouble: null },
    ...{ watch: [], undelivered: [] },
  };
}

const mum = person('Mum', { sms: text({ confirmedAt: daysAgo(3), acceptedAt: daysAgo(3) }) });
const tom = person('Tom', { push: [push({ brokenAt: daysAgo(3), failure: 'gone' })] });
const ann = person('Ann', { push: [push()] });
const lisa = person('Lisa');
const rosa = person('Rosa', { isOff: true });

describe('who can be reached', () => {
  it('is summed up honestly', () => {
    const said = (...people: ReachRow[]) => reachSentences(reach(...people), now);
    expect(said(mum, lisa)).toEqual([
      'An alarm reaches Mum.',
      'Lisa has no phone that can be told.',
    ]);
    expect(said(mum, ann, tom, rosa)).toEqual([
      'An alarm reaches Mum.',
      'It should reach Ann.',
      'Nothing has proved that lately: try it out.',
      'Nothing gets through to Tom.',
    ]);
    expect(said(ann)[0]).toBe('An alarm should reach Ann.');
    expect(said(tom, lisa)[0]).toBe('An alarm reaches nobody.');
    expect(said()).toEqual(['An alarm reaches nobody.']);
    const contact = { isPerson: false, sms: text({ isEscalation: true }) };
    expect(said(mum, person('…009', contact))[1]).toBe(
      'When nobody answers, …009 is asked for help.',
    );
  });

  it('puts whoever wants care first, and whoever is told nothing last', () => {
    const all = reach(rosa, mum, lisa, tom);
    expect(inOrder(all, now).map(({ name }) => name)).toEqual(['Lisa', 'Tom', 'Mum', 'Rosa']);
  });

  it('counts a proof for a while, and not what a company took', () => {
    const standing = (row: ReachRow) => standingOf(row, reach(row), now);
    expect(standing(mum)).toBe('proven');
    expect(standing(person('Mum', { sms: text({ acceptedAt: daysAgo(1) }) }))).toBe('likely');
    expect(standing(person('Mum', { sms: text({ confirmedAt: daysAgo(200) }) }))).toBe('likely');
    expect(standing(person('Mum', { push: [push({ shownAt: daysAgo(2) })] }))).toBe('proven');
    expect(standing(person('Mum', { push: [push({ shownAt: daysAgo(30) })] }))).toBe('likely');
    const failed = text({ acceptedAt: daysAgo(3), failedAt: daysAgo(1) });
    expect(standing(person('Mum', { sms: failed }))).toBe('broken');
    expect(standing(person('Mum', { sms: text({ isOn: false }) }))).toBe('none');
    const noCompany = reach(mum);
    noCompany.sms.provider = 'the console';
    expect(standingOf(mum, noCompany, now)).toBe('none');
  });

  it('says of somebody with one broken way of two that an alarm still finds them', () => {
    const half = { ...mum, push: [push({ brokenAt: daysAgo(1) })] };
    expect(personWord(half, reach(half), now)).toBe('Partly broken');
    expect(needsCare(half, reach(half), now)).toBe(true);
    expect(reachSentences(reach(half), now)).toEqual(['An alarm reaches Mum.']);
  });

  it('says what proves a way, or that nothing does', () => {
    const ofText = (more: Partial<NonNullable<ReachRow['sms']>>) =>
      textLine(text(more), reach(), now, zone);
    expect(ofText({})).toBe('No text message was sent there yet.');
    expect(ofText({ acceptedAt: daysAgo(1), confirmedAt: daysAgo(2) })).toBe(
      'Taken by the phone company yesterday 12:00. Confirmed by a tap Sunday 12:00.',
    );
    expect(ofText({ failedAt: daysAgo(1), failure: 'Invalid Number' })).toMatch(
      /^The last one failed yesterday 12:00: Invalid Number\. Nobody has confirmed/,
    );
    const ofPush = (more: Partial<ReachRow['push'][number]>) =>
      pushLine(push(more), reach(), now, zone);
    expect(ofPush({ shownAt: daysAgo(2), tappedAt: daysAgo(3) })).toBe(
      'Shown Sunday 12:00, opened by a tap Saturday 12:00.',
    );
    expect(ofPush({ brokenAt: daysAgo(4), failure: 'gone' })).toMatch(
      /^Broken since Friday 12:00: gone\. None was seen/,
    );
  });

  it('says what to do, to whoever can do it', () => {
    const [advice] = adviceFor(tom, reach(tom), now, false);
    expect(advice).toMatch(/^Tom opens sec53 on that phone/);
    expect(adviceFor(lisa, reach(lisa), now, true)[0]).toMatch(/^Write your number/);
    expect(adviceFor(mum, reach(mum), now, true)).toEqual([]);
    expect(adviceFor(rosa, reach(rosa), now, false)).toEqual([]);
  });

  it('names who stands in the configuration, who is left in peace, and who is told nothing', () => {
    const quiet = { from: '22:00', to: '06:00' };
    expect(rowNote(person('Gran', { isPerson: false, quiet }))).toBe(
      'Written in the hub’s configuration, quiet from 22:00 to 06:00',
    );
    expect(rowNote(rosa)).toMatch(/^Told nothing/);
    expect(rowNote(mum)).toBe('');
  });
});

describe('the hub’s own ways', () => {
  it('say how much of the day’s texts is left, and for what', () => {
    const { sms } = reach();
    expect(capWords(sms)).toMatch(/^3 of 30 sent today\. The last 10 are kept/);
    expect(capWords({ ...sms, used: 24 })).toMatch(/The 6 left are kept/);
    expect(capWords({ ...sms, used: 30 })).toMatch(/used up until midnight/);
  });

  it('say whether somebody outside hears from the hub', () => {
    const row = { name: 'x', isWatcher: true, isWell: true, lastOkAt: daysAgo(0), trouble: null };
    expect(watchWords(row, now, zone)).toBe('Well, last 12:00');
    const fresh = { ...row, isWell: false, lastOkAt: null };
    expect(watchWords(fresh, now, zone)).toBe('Not tried yet');
    expect(watchWords({ ...fresh, trouble: 'no answer' }, now, zone)).toBe(
      'Trouble: no answer; never well yet',
    );
  });
});

describe('how somebody is told', () => {
  it('is said in a sentence', () => {
    const settings = { number: '+61400000000', sms: true, push: true, quiet: null, chime: false };
    expect(alertsSentence(settings)).toMatch(/^You get texts, and notifications on each/);
    expect(alertsSentence({ ...settings, number: null })).toMatch(
      /^You get no texts\. Notifications come on each/,
    );
    expect(alertsSentence({ ...settings, number: null, push: false })).toBe(
      'You are told nothing.',
    );
  });

  it('takes a number as people write it', () => {
    expect(cleanNumber(' +61 (400) 000-000 ')).toBe('+61400000000');
    expect(cleanNumber('0061 400 000 000')).toBe('+61400000000');
    for (const fine of ['', '+61 400 000 000', '0044 20 7946 0958']) {
      expect(numberProblem(fine)).toBe(null);
    }
  });

  it('says how a wrong number is written right', () => {
    expect(numberProblem('0400 000 000')).toBe(
      'Begin with the country. In Australia: +61400000000',
    );
    expect(numberProblem('400000000')).toMatch(/Begin with the country and a \+/);
    expect(numberProblem('+0400000000')).toMatch(/does not begin with 0/);
    expect(numberProblem('+61 four')).toMatch(/^Digits only/);
    expect(numberProblem('+6140')).toMatch(/too short/);
    expect(numberProblem('+6140000000000000')).toMatch(/too long/);
  });

  it('wants quiet hours that begin and end', () => {
    expect(hoursProblem({ from: '22:00', to: '06:00' })).toBe(null);
    expect(hoursProblem({ from: '22:00', to: '22:00' })).toMatch(/must differ/);
    expect(hoursProblem({ from: '', to: '22:00' })).toBe('Write both times.');
  });
});
