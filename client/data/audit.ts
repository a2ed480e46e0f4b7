import type { AuditPage } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { isAuditPage } from './guards.ts';

export function fetchAudit(api: Api, day: string): Promise<AuditPage> {
  return api.get(`/api/audit?${new URLSearchParams({ day })}`, isAuditPage);
}
