import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, expect, test } from 'vitest';
import { startMariadb } from './mariadb.ts';

const server = await startMariadb();
afterAll(() => server.remove());

async function query(url: string, sql: string): Promise<RowDataPacket[]> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    await connection.end();
  }
}

test('what was committed is there after a kill and after a stop', async () => {
  const url = await server.createDatabase('kept');
  await query(url, 'CREATE TABLE door (name VARCHAR(20) PRIMARY KEY)');
  await query(url, "INSERT INTO door VALUES ('front')");
  await server.kill();
  await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  await server.start();
  await query(url, "INSERT INTO door VALUES ('back')");
  await server.stop();
  await server.start();
  expect(await query(url, 'SELECT name FROM door ORDER BY name')).toEqual([
    { name: 'back' },
    { name: 'front' },
  ]);
});
