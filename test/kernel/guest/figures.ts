import type { Figures } from './check.ts';

/** Filled by the checks as they measure. */
export const figures: Figures = {};
