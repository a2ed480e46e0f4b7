import type { Day } from '../time-zone.ts';
import {
  createDiaryWriter,
  type Diary,
  type DiaryWriter,
  hour,
  minute,
  type Stretch,
  second,
} from './household-diary.ts';
import type { Random } from './random.ts';

function isWeekend(day: Day): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

function stretchFrom(from: number, length: number): Stretch {
  return { from, to: from + length };
}

/** When nobody is at home: at work, or on a day off for one or two errands. */
function planAbsences(day: Day, random: Random): Stretch[] {
  const isDayOff = isWeekend(day) || random.chance(0.08);
  if (!isDayOff) {
    return [{ from: random.between(7.8, 8.8) * hour, to: random.between(16.7, 18.4) * hour }];
  }
  const morning = stretchFrom(random.between(10, 11.5) * hour, random.between(0.7, 2.2) * hour);
  const afternoon = stretchFrom(random.between(15, 17) * hour, random.between(0.8, 3) * hour);
  return [...(random.chance(0.75) ? [morning] : []), ...(random.chance(0.5) ? [afternoon] : [])];
}

/** The last to leave locks up; the other one leaves before, and comes home after the first. */
function writeAbsence({ leave, arrive }: DiaryWriter, { from, to }: Stretch, random: Random): void {
  const door = random.chance(0.6) ? 'garage-door' : 'front-door';
  if (random.chance(0.6)) leave('front-door', from - random.between(5, 30) * minute);
  leave(door, from - random.between(2.8, 3.2) * minute);
  arrive(door, to);
  if (random.chance(0.6)) arrive('front-door', to + random.between(10, 60) * minute);
}

/** Somebody is up and at home: most of all in the lounge, and now and then out at the back. */
function writeLeisure({ linger, move, open }: DiaryWriter, home: Stretch, random: Random): void {
  const evening = Math.max(home.from, 17 * hour);
  linger('lounge', { from: home.from, to: Math.min(home.to, evening) }, 240);
  linger('lounge', { from: evening, to: home.to }, 110);
  linger('hall', home, 420);
  linger('bedroom', home, 1500);
  let at = home.from + random.between(0.2, 1.5) * hour;
  while (at < home.to - 0.5 * hour) {
    const isGardening = random.chance(0.2);
    const seconds = isGardening ? random.between(120, 1200) : random.between(4, 40);
    const outing = stretchFrom(at, seconds * second);
    move('hall', at - random.between(3, 12) * second);
    open('back-door', outing);
    at = outing.to + random.between(0.5, 3) * hour;
  }
}

/** Up once or twice, through the hall and back to bed. */
function writeNight({ move }: DiaryWriter, random: Random): void {
  for (const probability of [0.55, 0.2]) {
    if (!random.chance(probability)) continue;
    const up = random.between(0.5, 5) * hour;
    for (const after of [0, random.between(4, 8) * minute]) {
      move('bedroom', up + after);
      move('hall', up + after + random.between(0.2, 0.6) * minute);
    }
  }
}

/**
 * Invents a plausible day of two adults.
 *
 * @param isWarm whether a window is opened for the afternoon or evening
 */
export function planRoutine(day: Day, isWarm: boolean, random: Random): Diary {
  const writer = createDiaryWriter(random);
  const wake = (isWeekend(day) ? random.between(7.4, 9) : random.between(6.1, 7.1)) * hour;
  const bed = random.between(22, 23.4) * hour;

  writeNight(writer, random);
  writer.linger('bedroom', stretchFrom(wake, 0.5 * hour), 60);
  if (random.chance(0.4)) {
    const start = wake + random.between(10, 20) * minute;
    writer.open('laundry-window', stretchFrom(start, random.between(5, 15) * minute));
  }

  let home = wake;
  for (const absence of planAbsences(day, random)) {
    writeLeisure(writer, { from: home, to: absence.from }, random);
    writeAbsence(writer, absence, random);
    home = absence.to + minute;
  }
  writeLeisure(writer, { from: home, to: bed }, random);

  const from = Math.max(home, 12.5 * hour) + random.between(0.2, 0.5) * hour;
  const to = Math.min(from + random.between(0.7, 5) * hour, bed - 0.5 * hour);
  if (isWarm) writer.open('laundry-window', { from, to });

  writer.linger('hall', { from: bed - 0.1 * hour, to: bed + 0.1 * hour }, 60);
  writer.linger('bedroom', stretchFrom(bed, 0.3 * hour), 60);
  return writer.diary;
}
