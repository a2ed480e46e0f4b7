import { askOutside, type OutsideAnswer } from '../../outgoing/request.ts';

export interface CompanyRequest {
  url: URL;
  /** Sent by POST; a request without it is a GET. */
  form?: URLSearchParams;
  /** An `Authorization` header. */
  authorization?: string;
  /** Gives the request up. */
  signal: AbortSignal;
  limitMs: number;
}

/**
 * One request to a phone company.
 *
 * @throws RequestFailure when there is no answer to go by
 */
export function askCompany(asked: CompanyRequest): Promise<OutsideAnswer> {
  const { url, form, authorization, signal, limitMs } = asked;
  return askOutside({
    ...{ url, signal, limitMs },
    headers: {
      ...(authorization !== undefined && { authorization }),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form && { body: form.toString() }),
  });
}
