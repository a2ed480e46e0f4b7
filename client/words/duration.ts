/** "18 s", "4 min 5 s", "1 h 5 min", "2 days 3 h": two units at most, never rounded up. */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 1) return 'less than 1 s';
  const units: [string, number][] = [
    [` s`, seconds % 60],
    [` min`, Math.floor(seconds / 60) % 60],
    [` h`, Math.floor(seconds / 3600) % 24],
    [seconds >= 172_800 ? ' days' : ' day', Math.floor(seconds / 86_400)],
  ];
  const top = units.findLastIndex(([, count]) => count > 0);
  return units
    .slice(Math.max(0, top - 1), top + 1)
    .reverse()
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => `${count}${unit}`)
    .join(' ');
}

/** How long ago, in the coarsest unit that is still honest. */
export function agoWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1440)} days ago`;
}
