import { errorCode, errorText } from '../errors.ts';
import { LineError } from './line.ts';

function fixFor(code: string, line: number): string | undefined {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'this user may not use GPIO: add it to the group with "sudo usermod -aG gpio USER", then sign in anew or start the service again';
    case 'EBUSY':
      return `a driver or another program holds it: "sudo cat /sys/kernel/debug/gpio" says who; free it (dtoverlay and dtparam lines in config.txt, other programs) or choose another line`;
    case 'EINVAL':
      return `the kernel refuses this number: choose a line that the header brings out, and check with "gpioinfo" that the kernel knows GPIO${line}`;
    case 'ENOENT':
      return 'the kernel shows no such file, as for a line that cannot report edges: choose another line';
    case 'ENODEV':
    case 'EBADF':
      return 'another program took it away (unexported it): stop that program';
    default:
      return undefined;
  }
}

/** Says what an error of sysfs or onoff means for the owner of the house. */
export function explainFault(line: number, cause: unknown): LineError {
  if (cause instanceof LineError) return cause;
  const code = errorCode(cause);
  const fix = fixFor(code, line);
  const text = errorText(cause);
  return new LineError(code || 'EUNKNOWN', line, fix === undefined ? text : `${fix} (${text})`, {
    cause,
  });
}
