import type { Random } from './random.ts';

type Door = 'front-door' | 'back-door' | 'laundry-window' | 'garage-door';
type Room = 'hall' | 'lounge' | 'bedroom';

export const second = 1 / 60;
export const minute = 1;
export const hour = 60;

/** Minutes of the wall clock since midnight. */
export interface Stretch {
  from: number;
  to: number;
}

/** What a family did in a day, in no order. */
export interface Diary {
  /** Stretches for which a door or window stood open. */
  readonly openings: readonly (Stretch & { door: Door })[];
  /** Moments at which somebody moved in a room. */
  readonly movements: readonly { room: Room; at: number }[];
}

/** Writes a diary, entry by entry. */
export interface DiaryWriter {
  readonly diary: Diary;
  move(room: Room, at: number): void;
  /** Movement at irregular moments, as often as `everySeconds` on average. */
  linger(room: Room, stretch: Stretch, everySeconds: number): void;
  open(door: Door, stretch: Stretch): void;
  /** Who leaves crosses the hall before the door opens, who comes does so after it. */
  leave(door: Door, at: number): void;
  arrive(door: Door, at: number): void;
}

/** The family is in bed well before midnight: days must join with everything at rest. */
const lastMovement = 23.9 * hour;

/** An empty diary, whose irregularities `random` decides. */
export function createDiaryWriter(random: Random): DiaryWriter {
  const openings: (Stretch & { door: Door })[] = [];
  const movements: { room: Room; at: number }[] = [];

  function move(room: Room, at: number): void {
    if (at > 0 && at < lastMovement) movements.push({ room, at });
  }

  function linger(room: Room, { from, to }: Stretch, everySeconds: number): void {
    const pause = () => -Math.log(1 - random.next()) * everySeconds * second;
    for (let at = from + pause(); at < to; at += pause()) move(room, at);
  }

  function open(door: Door, { from, to }: Stretch): void {
    openings.push({ door, from, to });
  }

  function pass(door: Door, at: number): void {
    const seconds = door === 'front-door' ? random.between(5, 25) : random.between(50, 150);
    open(door, { from: at, to: at + seconds * second });
  }

  function leave(door: Door, at: number): void {
    move('hall', at - random.between(3, 12) * second);
    pass(door, at);
  }

  function arrive(door: Door, at: number): void {
    pass(door, at);
    move('hall', at + random.between(4, 25) * second);
  }

  return { diary: { openings, movements }, move, linger, open, leave, arrive };
}
