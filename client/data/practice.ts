import type { PracticeRequest } from '../../server/protocol.ts';
import type { House } from './house.ts';

/** From now on for so many minutes nothing is sent outside; null for as long as the hub's own. @throws ApiError */
export function startPractice(house: Pick<House, 'order'>, minutes: number | null): Promise<void> {
  const request: PracticeRequest = minutes === null ? {} : { minutes };
  return house.order('PUT', '/api/practice', request);
}

/** @throws ApiError */
export function endPractice(house: Pick<House, 'order'>): Promise<void> {
  return startPractice(house, 0);
}
