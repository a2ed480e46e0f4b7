/** "A", "A and B", "A and 2 others": short enough for a headline. */
export function listWords(names: readonly string[]): string {
  const [first = '', second] = names;
  if (names.length <= 1) return first;
  if (names.length === 2) return `${first} and ${second}`;
  return `${first} and ${names.length - 1} others`;
}
