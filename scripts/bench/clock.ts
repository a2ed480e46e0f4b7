/** Milliseconds on the machine's steady clock, which all its processes share. */
export function steadyMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
