import { describe, expect, it } from 'vitest';
import { sirenUntil } from '../../server/outputs/siren-until.ts';
import { houseRules, playHouse } from '../alarm/play-house.ts';

const durationMs = 300_000;
const mum = { name: 'Mum', via: 'certificate' as const };

/** For how long it sounds from now on; null when it is silent. */
function leftOf({ state, steady }: ReturnType<typeof playHouse>): number | null {
  const until = sirenUntil(state, durationMs, steady);
  return until === null ? null : until - steady;
}

describe('the siren', () => {
  it('sounds from the alarm to the end of its time, and is silent after', () => {
    const house = playHouse().arm();
    expect(leftOf(house)).toBeNull();
    house.trip('laundry');
    expect(leftOf(house)).toBe(300_000);
    house.pass(299_999);
    expect(leftOf(house)).toBe(1);
    house.pass(1);
    expect(leftOf(house)).toBeNull();
    house.trip('window');
    expect(leftOf(house)).toBe(300_000);
  });

  it('is silent at its end even when nobody could decide that it is over', () => {
    const { state, steady } = playHouse().arm().trip('laundry');
    expect(sirenUntil(state, durationMs, steady + 300_000)).toBeNull();
  });

  it('ends when somebody disarms, and waits for the entry delay', () => {
    const delays = houseRules({ entryDelay: 30 });
    const house = playHouse(delays).arm('away', [], true).open('front');
    expect(leftOf(house)).toBeNull();
    house.pass(30_000);
    expect(leftOf(house)).toBe(300_000);
    expect(leftOf(house.disarm())).toBeNull();
  });

  it('sounds for a box that is opened while armed, and in no other mode', () => {
    expect(leftOf(playHouse().open('box'))).toBeNull();
    expect(leftOf(playHouse().arm().open('box'))).toBe(300_000);
  });

  it('goes on after a restart for the rest of the time', () => {
    const house = playHouse().arm().trip('laundry').pass(100_000);
    house.restart({ offMs: 60_000 });
    expect(leftOf(house)).toBe(140_000);
    house.restart({ offMs: 140_000 });
    expect(leftOf(house)).toBeNull();
  });

  it('is silent for a call for help, which makes a burglary’s siren no longer', () => {
    const house = playHouse().arm();
    house.give({ type: 'panic', id: 'help', by: mum });
    expect([house.state.phase, leftOf(house)]).toEqual(['triggered', null]);
    house.trip('laundry');
    expect(leftOf(house)).toBeNull();

    const raided = playHouse().arm().trip('laundry').pass(100_000);
    raided.give({ type: 'panic', id: 'help', by: mum });
    expect(leftOf(raided)).toBe(200_000);
    raided.pass(200_000);
    expect(leftOf(raided)).toBeNull();
    // Somebody calls anew when the alarm's time is long over.
    raided.pass(600_000);
    raided.give({ type: 'panic', id: 'again', by: mum });
    expect([raided.state.phase, leftOf(raided)]).toEqual(['triggered', null]);
  });

  it('is silent in a practice', () => {
    const house = playHouse();
    house.give({ type: 'practice', until: house.steady + 1_800_000, by: mum });
    house.arm().trip('laundry');
    expect([house.state.phase, leftOf(house)]).toEqual(['triggered', null]);
  });
});
