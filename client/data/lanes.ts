import type { Episode } from './pair-events.ts';

/** A stretch of the day in steps from its start; `to` is after the last. */
export interface Bar {
  from: number;
  to: number;
}

/**
 * When one sensor was away from rest, in `steps` equal parts of the day. Neighbouring stretches are
 * one: a day of thousands of events is still some dozens of bars. An episode whose end or start is
 * not known is one step long: nothing is drawn that was not recorded.
 */
export function laneBars(
  episodes: readonly Episode[],
  day: { startMs: number; endMs: number; nowMs: number },
  steps: number,
): Bar[] {
  const stepMs = (day.endMs - day.startMs) / steps;
  const step = (ms: number) => Math.min(steps, Math.max(0, (ms - day.startMs) / stepMs));
  const bars = episodes
    .map(episode => {
      const [fromMs, toMs] = span(episode, day);
      const from = Math.min(steps - 1, Math.floor(step(fromMs)));
      return { from, to: Math.max(from + 1, Math.ceil(step(toMs))) };
    })
    .sort((a, b) => a.from - b.from);
  const merged: Bar[] = [];
  for (const bar of bars) {
    const last = merged.at(-1);
    if (last && bar.from <= last.to) last.to = Math.max(last.to, bar.to);
    else merged.push(bar);
  }
  return merged;
}

function span(
  episode: Episode,
  day: { startMs: number; endMs: number; nowMs: number },
): [number, number] {
  const start = episode.startAt === null ? null : Date.parse(episode.startAt);
  const end = episode.endAt === null ? null : Date.parse(episode.endAt);
  if (episode.ending === 'open' && start !== null) return [start, Math.min(day.nowMs, day.endMs)];
  if (episode.ending === 'before' && end !== null) return [day.startMs, end];
  const known = start ?? end ?? day.startMs;
  return [known, end ?? known];
}
