/** A word of a command line, as a POSIX shell takes it. */
export function quoteForShell(word: string): string {
  return /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
