import { ToastLine } from './components/toast-line.ts';
import { createChimes, isChimeOn } from './data/chime.ts';
import type { House } from './data/house.ts';
import { DOOR_NOTES, playNotes, unlockSound } from './tones.ts';
import { tripWords } from './words/incident.ts';

let isWatched = false;

/** From now on a door with a chime is heard and seen on this phone, for as long as it wants that. */
export function watchChime(house: House): void {
  if (isWatched) return;
  isWatched = true;
  const toast = new ToastLine();
  document.body.append(toast);
  // After a reload the first tap on anything lets the sound out.
  addEventListener('pointerdown', unlockSound, { once: true });
  const chimes = createChimes();
  const follow = () => {
    const { status, link } = house;
    const tripped = chimes(status.value, link.value === 'live', performance.now());
    if (tripped.length === 0 || !isChimeOn(localStorage)) return;
    playNotes(DOOR_NOTES);
    const sensors = new Map(tripped.map(sensor => [sensor.id, sensor]));
    toast.say(tripped.map(({ id }) => tripWords(id, sensors)).join(', '));
  };
  house.status.subscribe(follow);
  house.link.subscribe(follow);
  follow();
}
