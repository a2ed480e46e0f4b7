import { errorCode, errorText, Refusal } from '../server/errors.ts';

/**
 * Turns what the file system said into a sentence with the place and the fix.
 * @param action as in "cannot … /path", such as `write`.
 */
export function fileRefusal(error: unknown, action: string, path: string): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal(`cannot ${action} ${path}: ${reason(error, action)}`, { cause: error });
}

function reason(error: unknown, action: string): string {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full. Free some space and run this again';
    case 'EROFS':
      return 'the file system is read-only. Remount it writable and run this again';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied. Run this as the user that owns the data folder';
    case 'ENOENT':
      return /^(write|make)/.test(action)
        ? 'the folder that it belongs into is missing. Check the path'
        : 'it is missing. Restore it from the backup of the data folder';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file stands where a folder should be. Check SEC53_DATA';
    default:
      return errorText(error);
  }
}
