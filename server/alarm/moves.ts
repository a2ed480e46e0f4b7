import type { By } from '../protocol.ts';
import type { AlarmEffect } from './alarm-decision.ts';
import type { AlarmState, Incident, Step } from './alarm-state.ts';
import type { News } from './alerting.ts';

/** What an input leads to; of `news` somebody may have to be told. */
export interface Transition {
  state: AlarmState;
  effects: AlarmEffect[];
  news: News[];
}

export const unchanged = (state: AlarmState): Transition => ({ state, effects: [], news: [] });

export function stepOf(
  { id, isPractice }: Pick<Incident, 'id' | 'isPractice'>,
  step: Step,
): AlarmEffect {
  return { type: 'step', incident: id, step, isPractice };
}

export const hub: By = { name: 'hub', via: 'hub' };

/** One thing after the other, each from the state that the one before has left. */
export function inTurn(
  state: AlarmState,
  ...moves: ((state: AlarmState) => Transition)[]
): Transition {
  const effects: AlarmEffect[] = [];
  const news: News[] = [];
  let current = state;
  for (const move of moves) {
    const moved = move(current);
    current = moved.state;
    effects.push(...moved.effects);
    news.push(...moved.news);
  }
  return { state: current, effects, news };
}
