import { ToastLine } from './components/toast-line.ts';
import { chimeOf, isChimeOn } from './data/chime.ts';
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
  house.lastEvent.subscribe(() => {
    const event = house.lastEvent.value;
    if (!event || !isChimeOn(localStorage)) return;
    const sensor = chimeOf(event, house.status.value, performance.now());
    if (!sensor) return;
    playNotes(DOOR_NOTES);
    toast.say(tripWords(sensor.id, new Map([[sensor.id, sensor]])));
  });
}
