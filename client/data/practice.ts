import type { PracticeRequest } from '../../server/protocol.ts';
import type { House } from './house.ts';

/** For so many minutes nothing is sent outside. @throws ApiError */
export function startPractice(house: Pick<House, 'order'>, minutes: number): Promise<void> {
  return house.order('PUT', '/api/practice', { minutes } satisfies PracticeRequest);
}

/** @throws ApiError */
export function endPractice(house: Pick<House, 'order'>): Promise<void> {
  return startPractice(house, 0);
}
