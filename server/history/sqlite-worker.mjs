// Runs reads of the history off the hub's own thread. Plain JavaScript, because Node starts a worker
// from a file as it is.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const sqlite = new Database(workerData.path, { readonly: true, timeout: 5000 });

parentPort.on('message', ({ id, sql, parameters }) => {
  try {
    parentPort.postMessage({ id, rows: sqlite.prepare(sql).all(...parameters) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
});
