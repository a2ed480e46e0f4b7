/**
 * Two filters, never one: a trip must last the glitch width before it counts, a restore must last the
 * settle time. A short real opening is never lost, a bounce is never two.
 */
export interface FilterState {
  /** What was reported last. */
  readonly isActive: boolean;
  /** What the line is at, since when (milliseconds). */
  readonly level: boolean;
  readonly since: number;
}

export interface FilterWidths {
  glitchMs: number;
  settleMs: number;
}

export interface FilterStep {
  state: FilterState;
  /** A change to report, with the time of its edge. */
  change: { isActive: boolean; at: number } | undefined;
  /** When to call `settle` next; undefined when the line is as reported. */
  wakeAt: number | undefined;
  /** True when a trip was too short to count. */
  isGlitch: boolean;
}

/** A line whose level was read, and is reported as it is. */
export function startFilter(level: boolean, at: number): FilterState {
  return { isActive: level, level, since: at };
}

/** The line is at `level` from `at` on. Times must not go backwards. */
export function takeLevel(
  state: FilterState,
  level: boolean,
  at: number,
  widths: FilterWidths,
): FilterStep {
  const settled = settle(state, at, widths);
  // The level that repeats is a pulse too short for the driver to see.
  if (level === settled.state.level) return { ...settled, isGlitch: !level && !settled.change };
  const next = { ...settled.state, level, since: at };
  const isGlitch = settled.state.level && !settled.state.isActive;
  return { ...settled, state: next, wakeAt: wakeTime(next, widths), isGlitch };
}

/** Time has passed: reports a level that has lasted long enough. */
export function settle(state: FilterState, now: number, widths: FilterWidths): FilterStep {
  const wakeAt = wakeTime(state, widths);
  if (wakeAt === undefined || now < wakeAt) {
    return { state, change: undefined, wakeAt, isGlitch: false };
  }
  return {
    state: { ...state, isActive: state.level },
    change: { isActive: state.level, at: state.since },
    wakeAt: undefined,
    isGlitch: false,
  };
}

function wakeTime({ isActive, level, since }: FilterState, widths: FilterWidths) {
  if (level === isActive) return undefined;
  return since + (level ? widths.glitchMs : widths.settleMs);
}
