/** A zone in which it is noon or so, so that what happened before and after is of the same day. */
export function noonZone(): string {
  const hour = new Date().getUTCHours();
  return hour === 12 ? 'Etc/GMT' : `Etc/GMT${hour > 12 ? '+' : '-'}${Math.abs(hour - 12)}`;
}
