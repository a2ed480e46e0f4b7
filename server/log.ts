import { pino, stdTimeFunctions } from 'pino';

export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Keys whose values never reach a log, at any depth that the hub uses. */
const secretKeys = ['password', 'secret', 'code', 'cookie', 'authorization', 'passphrase', 'token'];

/**
 * A log for people: one line a message on standard error, `key=value` behind it. Under systemd the
 * journal adds the time itself.
 */
export function createLog(write: (line: string) => void, withTime = true): Log {
  const logger = pino(
    {
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      redact: secretKeys.flatMap(key => [key, `*.${key}`]),
    },
    { write: (json: string) => write(format(json, withTime)) },
  );
  return {
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
  };
}

const labels: Record<number, string> = { 30: '', 40: 'warning: ', 50: 'error: ' };

function format(json: string, withTime: boolean): string {
  const { level, time, msg, ...fields } = JSON.parse(json);
  const rest = Object.entries(fields).map(([key, value]) => ` ${key}=${quote(value)}`);
  return `${withTime ? `${time} ` : ''}${labels[level] ?? ''}${msg}${rest.join('')}\n`;
}

/** What could start a line, or steer a terminal, is escaped: a name must not be able to forge a line. */
function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^[\w.:/+-]+$/.test(text)) return text;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
