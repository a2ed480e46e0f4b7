import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

// Loaded with `node --import` before a command: kills its process like a power cut, at the change of
// the file system whose number is in KILL_AT. A file that is being written then is left half.
const at = Number(process.env.KILL_AT);
let changes = 0;

function isLast() {
  changes += 1;
  return changes === at;
}

function die() {
  process.kill(process.pid, 'SIGKILL');
}

function guard(object, names) {
  for (const name of names) {
    const original = object[name];
    object[name] = (...args) => {
      if (isLast()) die();
      return original.apply(object, args);
    };
  }
}

guard(fs, ['mkdirSync', 'renameSync', 'rmSync', 'fsyncSync', 'closeSync']);
guard(fs.promises, ['mkdir', 'rename', 'rm', 'copyFile']);

const { open } = fs.promises;
fs.promises.open = async (...args) => {
  const file = await open(...args);
  const { writeFile } = file;
  file.writeFile = async content => {
    if (!isLast()) return writeFile.call(file, content);
    await writeFile.call(file, content.slice(0, content.length / 2));
    return die();
  };
  return file;
};
syncBuiltinESMExports();
