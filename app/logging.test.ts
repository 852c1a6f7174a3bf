import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { freshDatabase } from '../test/database.ts';
import { createLogger, type Logger } from './logging.ts';

function recorded(write: (logger: Logger) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger('info', { write: (line) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line));
}

describe('the log', () => {
  test('is one JSON object a line, with level and time in words', () => {
    const [line] = recorded((logger) => logger.info({ rows: 3 }, 'read'));
    expect(line).toMatchObject({ level: 'info', rows: 3, msg: 'read' });
    expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test('keeps secrets and row contents out', () => {
    const lines = recorded((logger) =>
      logger.info({
        password: 'sesame',
        user: { email: 'sesame@example.org' },
        raw: ['sesame'],
        request: { authorization: 'sesame' },
      }),
    );
    expect(JSON.stringify(lines)).not.toContain('sesame');
  });

  test('keeps the values that a database error repeats out', async () => {
    const database = await freshDatabase({ empty: true });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('create table person (name text unique, age int)');
    await client.query(`insert into person values ('Sesame', 3)`);
    const failures = await Promise.allSettled([
      client.query(`insert into person values ('Sesame', 4)`),
      client.query('insert into person (age) values ($1)', ['Sesame']),
    ]);
    await client.end();
    await database.drop();
    const lines = recorded((logger) => {
      for (const failure of failures) logger.error({ err: failure.status === 'rejected' ? failure.reason : undefined });
    });
    expect(lines.map((line) => (line.err as { code: string }).code)).toEqual(['23505', '22P02']);
    expect(JSON.stringify(lines)).not.toContain('Sesame');
  });
});
