/** Notes in hertz, one after the other: two that fall are a door, one is a tick. */
export const DOOR_NOTES = [784, 587];
export const TICK_NOTES = [988];

const NOTE_S = 0.22;
const LOUDNESS = 0.18;

let context: AudioContext | null = null;

/** A browser lets sound out only after a tap: call it from one. Nothing happens where there is no sound. */
export function unlockSound(): void {
  if (!('AudioContext' in globalThis)) return;
  context ??= new AudioContext();
  if (context.state !== 'running') context.resume().catch(() => undefined);
}

/** @returns whether it can be heard, as far as a page can know */
export function playNotes(notes: readonly number[]): boolean {
  if (context?.state !== 'running') return false;
  let at = context.currentTime;
  for (const note of notes) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = note;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S * 2);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + NOTE_S * 2);
    at += NOTE_S;
  }
  return true;
}
