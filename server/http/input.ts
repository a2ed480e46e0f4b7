import getRawBody from 'raw-body';
import type { z } from 'zod';
import { HttpProblem } from '../errors.ts';
import type { RouteContext } from './route.ts';

const bodyLimit = 16 * 1024;

/**
 * The JSON body, checked.
 *
 * @throws HttpProblem `invalid`, `unsupported_type` or `too_large`
 */
export async function readBody<Schema extends z.ZodType>(
  context: RouteContext,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (!context.is('application/json')) throw new HttpProblem('unsupported_type');
  let text: string;
  try {
    text = await getRawBody(context.req, {
      length: context.req.headers['content-length'] ?? null,
      limit: bodyLimit,
      encoding: 'utf8',
    });
  } catch (error) {
    const isLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
    if (isLarge) throw new HttpProblem('too_large', { detail: `at most ${bodyLimit} bytes` });
    throw new HttpProblem('invalid', { detail: 'the body did not arrive whole' });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const detail = `the body is not JSON: ${error instanceof Error ? error.message : ''}`;
    throw new HttpProblem('invalid', { detail });
  }
  return parseInput(value, schema);
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

function parseInput<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: path.map(String).join('.'),
    message,
  }));
  throw new HttpProblem('invalid', { errors });
}
