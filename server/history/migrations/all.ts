import type { Migration } from 'kysely';
import type { Engine } from '../history.ts';
import { first } from './001-first.ts';
import { temperatureHours } from './002-temperature-hours.ts';

export function migrationsFor(engine: Engine): Record<string, Migration> {
  return { '001-first': first(engine), '002-temperature-hours': temperatureHours(engine) };
}
