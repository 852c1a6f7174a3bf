/** Rows of the database as lines of JSON, as the server itself writes them: texts of events byte for byte, times to the microsecond. */
import type pg from 'pg';

/** Rows asked for at a time: one event has 512 KiB at most. */
const together = 100;

/** Lines of a query of one column, in batches, over a cursor of the transaction that `sql` is in. */
async function* linesOf(sql: pg.ClientBase, query: string): AsyncGenerator<readonly string[]> {
  await sql.query(`declare saved no scroll cursor for ${query}`);
  for (;;) {
    const { rows } = await sql.query<[string]>({ text: `fetch ${together} from saved`, rowMode: 'array' });
    if (rows.length > 0) yield rows.map(([line]) => line);
    if (rows.length < together) break;
  }
  await sql.query('close saved');
}

/** A text of JSON that was stored with line breaks between its tokens means the same without. */
const oneLine = (json: string): string => `replace(${json}::text, e'\\n', ' ')`;

/** The events in their order, with everything that the log keeps of them; sealed as they are kept. */
export const logLines = (sql: pg.ClientBase): AsyncGenerator<readonly string[]> =>
  linesOf(sql, `select ${oneLine('row_to_json(e)')} from (select * from log.event order by position) e`);

/** `{"table":…,"row":…}` of tables, in the order in which they are given. */
export async function* tableLines(sql: pg.ClientBase, tables: readonly string[]): AsyncGenerator<readonly string[]> {
  for (const table of tables) {
    const query = `select ${oneLine('row_to_json(t)')} from ${table} t`;
    for await (const rows of linesOf(sql, query))
      yield rows.map((row) => `{"table":${JSON.stringify(table)},"row":${row}}`);
  }
}
