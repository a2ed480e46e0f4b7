import type { LitElement } from 'lit';
import type { Status } from '../../server/protocol.ts';
import { isStale } from '../data/freshness.ts';
import type { House } from '../data/house.ts';
import type { StatusState } from '../data/status.ts';
import type { Link } from '../data/stream-ledger.ts';
import { ClockController } from './clock-controller.ts';
import { StoreController } from './store-controller.ts';

export interface Reach {
  status: Status | null;
  timeZone: string;
  nowMs: number;
  /** The house is out of reach: nothing can be asked of it. */
  isPast: boolean;
}

/** Whether the house can be asked for something, and in which zone it lives. */
export class ReachController {
  #status: StoreController<StatusState>;
  #link: StoreController<Link>;
  #clock: ClockController;

  constructor(host: LitElement) {
    this.#status = new StoreController(host);
    this.#link = new StoreController(host);
    this.#clock = new ClockController(host);
  }

  follow(house: House): Reach {
    const { status, heardAtMs } = this.#status.follow(house.status);
    const { nowMs } = this.#clock;
    const isPast = isStale(this.#link.follow(house.link), heardAtMs, nowMs);
    return { status, timeZone: status?.timeZone ?? 'UTC', nowMs, isPast };
  }
}
