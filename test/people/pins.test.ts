import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'otplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticator } from '../../server/people/authenticator.ts';
import { createPersons } from '../../server/people/persons.ts';
import { createPins, type Pins } from '../../server/people/pins.ts';
import { openState } from '../../server/state/open-state.ts';
import type { State } from '../../server/state/state.ts';

const now = 1_800_000_000_000;
let folder: string;
let state: State;
let pins: Pins;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-pins-'));
  state = await openState(folder);
  createPersons(state).set('Tom', 'member', 0);
  pins = createPins(state);
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

describe('the two PINs of a person', () => {
  it('are told apart, and neither may be the other', async () => {
    expect(await pins.verify('Tom', '111111')).toBeUndefined();
    expect(await pins.set('Tom', '111111')).toBe(true);
    expect(await pins.setDuress('Tom', '111111')).toBe(false);
    expect(pins.hasDuress('Tom')).toBe(false);
    expect(await pins.setDuress('Tom', '222222')).toBe(true);
    expect(await pins.set('Tom', '222222')).toBe(false);
    expect(await pins.verify('Tom', '111111')).toBe('pin');
    expect(await pins.verify('Tom', '222222')).toBe('duress');
    expect(await pins.verify('Tom', '333333')).toBeUndefined();
    expect(await pins.verify('Nobody', '111111')).toBeUndefined();
  });

  it('are never the same when both are set at once', async () => {
    const answers = await Promise.all([pins.set('Tom', '111111'), pins.setDuress('Tom', '111111')]);
    expect(answers.toSorted()).toEqual([false, true]);
  });

  it('go together when the PIN goes, with the authenticator for duress', async () => {
    const authenticator = createAuthenticator(state);
    await pins.set('Tom', '111111');
    await pins.setDuress('Tom', '222222');
    await authenticator.enrolDuress('Tom', 'sec53', now);
    await pins.set('Tom', null);
    expect([pins.has('Tom'), pins.hasDuress('Tom')]).toEqual([false, false]);
    expect(authenticator.hasDuress('Tom')).toBe(false);
  });

  it('go with the person, and do not come back with the name', async () => {
    const persons = createPersons(state);
    await pins.set('Tom', '111111');
    await pins.setDuress('Tom', '222222');
    await createAuthenticator(state).enrolDuress('Tom', 'sec53', now);
    persons.remove('Tom', now);
    persons.set('Tom', 'member', now);
    expect(await pins.verify('Tom', '222222')).toBeUndefined();
    expect(createAuthenticator(state).hasDuress('Tom')).toBe(false);
  });
});

describe('the authenticator for duress', () => {
  const epoch = now / 1000;

  it('lets in once by each code, beside the other, until it is taken away', async () => {
    const authenticator = createAuthenticator(state);
    const own = await authenticator.enrol('Tom', 'sec53', now);
    const other = await authenticator.enrolDuress('Tom', 'sec53', now);
    const code = await generate({ secret: other.secret, epoch });
    expect(await authenticator.verify('Tom', code, now)).toBe('duress');
    expect(await authenticator.verify('Tom', code, now)).toBeUndefined();
    const right = await generate({ secret: own.secret, epoch });
    expect(await authenticator.verify('Tom', right, now)).toBe('code');
    expect(authenticator.removeDuress('Tom')).toBe(true);
    expect(authenticator.removeDuress('Tom')).toBe(false);
    const next = await generate({ secret: other.secret, epoch: epoch + 60 });
    expect(await authenticator.verify('Tom', next, now + 60_000)).toBeUndefined();
  });

  it('ends with a new enrolment: the phone that had it may be lost', async () => {
    const authenticator = createAuthenticator(state);
    await authenticator.enrol('Tom', 'sec53', now);
    const { secret } = await authenticator.enrolDuress('Tom', 'sec53', now);
    await authenticator.enrol('Tom', 'sec53', now);
    const code = await generate({ secret, epoch });
    expect(await authenticator.verify('Tom', code, now)).toBeUndefined();
  });
});
