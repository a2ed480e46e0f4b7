const units: [name: string, ms: number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** Such as `3 d ago`, or `in 3 d`. */
export function ago(at: number, now: number): string {
  const distance = span(Math.abs(now - at));
  return at <= now ? `${distance} ago` : `in ${distance}`;
}

/** Such as `3 d`, cut to its largest unit. */
function span(ms: number): string {
  const [name, size] = units.find(([, each]) => ms >= each) ?? ['s', 1000];
  return `${Math.floor(ms / size)} ${name}`;
}
