import { errorCode, errorText, Refusal } from '../errors.ts';

/** What is wrong with a file of the data folder, and what to do about it. */
export function diskRefusal(path: string, error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal(`${path}: ${explain(error)}`);
}

/** True for what passes once the disk does; what a statement itself got wrong does not. */
export function isDiskTrouble(error: unknown): boolean {
  const code = errorCode(error);
  return (
    code.startsWith('SQLITE_') && !/^SQLITE_(CONSTRAINT|ERROR|MISMATCH|RANGE|TOOBIG)/.test(code)
  );
}

function explain(error: unknown): string {
  const code = errorCode(error);
  if (/^(EROFS|SQLITE_READONLY)/.test(code)) {
    return 'the disk is read-only; mount it for writing, or name another data folder in SEC53_DATA';
  }
  if (/^(EACCES|EPERM|SQLITE_CANTOPEN|SQLITE_PERM)/.test(code)) {
    return 'the hub’s user may not use it; make that user its owner (chown), or name another data folder in SEC53_DATA';
  }
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL|SQLITE_IOERR)/.test(code)) {
    return `the disk is full or failing (${code}); free space, then start again`;
  }
  if (/^(SQLITE_NOTADB|SQLITE_CORRUPT)/.test(code)) {
    return 'the file is damaged; move it away and restore a backup';
  }
  if (code === 'SQLITE_BUSY') return 'another program keeps it locked; stop that program';
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return 'a file stands where the data folder should be; name another folder in SEC53_DATA';
  }
  return errorText(error);
}
