import { errorCode, errorText } from '../errors.ts';
import { LineError } from './line.ts';

function fixFor(code: string, line: number, holder: string | undefined): string | undefined {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'this user may not use GPIO: add it to the group with "sudo usermod -aG gpio USER", then sign in anew or start the service again';
    case 'EBUSY': {
      const who = holder ?? 'a driver or another program';
      return `held by ${who}: "gpioinfo" or "sudo cat /sys/kernel/debug/gpio" shows it; free it (dtoverlay and dtparam lines in config.txt, other programs) or choose another line`;
    }
    case 'EINVAL':
      return `the kernel refuses this number: choose a line that the header brings out, and check with "gpioinfo" that the kernel knows GPIO${line}`;
    case 'ENOENT':
      return 'the kernel shows no such file, as for a line that cannot report edges: choose another line';
    case 'ENODEV':
    case 'EBADF':
      return 'another program took it away (unexported it): stop that program';
    case 'EIO':
      return 'the kernel does not let it be an output, as with a line that is waited on for edges: stop the program that does so';
    default:
      return undefined;
  }
}

/**
 * Says what an error of the kernel, of onoff or of a tool means for the owner of the house.
 *
 * @param holder who holds the line, where the kernel tells
 */
export function explainFault(line: number, cause: unknown, holder?: string): LineError {
  if (cause instanceof LineError) return cause;
  const code = errorCode(cause);
  const fix = fixFor(code, line, holder);
  const text = errorText(cause);
  return new LineError(code || 'EUNKNOWN', line, fix === undefined ? text : `${fix} (${text})`, {
    cause,
    holder,
  });
}
