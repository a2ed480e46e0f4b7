import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { HttpProblem } from '../errors.ts';
import type { RouteContext } from './route.ts';

const bodyLimit = 16 * 1024;

/**
 * The JSON body, checked.
 *
 * @param limit in bytes
 * @throws HttpProblem `invalid`, `unsupported_type` or `too_large`
 */
export async function readBody<Schema extends z.ZodType>(
  context: RouteContext,
  schema: Schema,
  limit = bodyLimit,
): Promise<z.output<Schema>> {
  if (!context.is('application/json')) throw new HttpProblem('unsupported_type');
  const text = await readText(context.req, limit);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const detail = `the body is not JSON: ${error instanceof Error ? error.message : ''}`;
    throw new HttpProblem('invalid', { detail });
  }
  return parseInput(value, schema);
}

/** What is too long is left unread: its connection ends with the answer. */
function readText(request: IncomingMessage, limit: number): Promise<string> {
  const tooLarge = () => new HttpProblem('too_large', { detail: `at most ${limit} bytes` });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      reject(tooLarge());
      return;
    }
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      request.removeAllListeners('data').pause();
      reject(tooLarge());
    });
    request.on('end', () => resolve(new TextDecoder().decode(Buffer.concat(chunks))));
    // Comes last and always, so that a body that broke off is never waited for.
    request.on('close', () =>
      reject(new HttpProblem('invalid', { detail: 'the body did not arrive whole' })),
    );
  });
}

/**
 * The query, checked. A parameter given twice is refused.
 *
 * @throws HttpProblem `invalid`
 */
export function readQuery<Schema extends z.ZodType>(
  context: RouteContext,
  schema: Schema,
): z.output<Schema> {
  return parseInput({ ...context.query }, schema);
}

/** A whole number of a query, of four digits at most. */
export function queryNumber(least: number, most: number, usual: number) {
  const range = `write a number from ${least} to ${most}`;
  return z
    .string('give one number')
    .regex(/^\d{1,4}$/, range)
    .transform(Number)
    .refine(value => value >= least && value <= most, range)
    .default(usual);
}

function parseInput<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: path.map(String).join('.'),
    message,
  }));
  throw new HttpProblem('invalid', { errors });
}
