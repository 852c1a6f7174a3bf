/** A checksum of a projection's tables that does not depend on the order in which their rows were written. */
import pg from 'pg';
import { sha256 } from '../../domain/ids.ts';
import type { Projection } from '../projection.ts';
import { schemaName } from './build.ts';
import type { Build } from './checkpoint.ts';

/**
 * Of every table: the number of rows and the sum of their hashes. Equal tables have equal checksums; two tables that
 * differ in one row have equal ones with a chance of 2⁻⁶⁴.
 */
export async function checksum(sql: pg.ClientBase, projection: Projection, build: Build): Promise<string> {
  const lines: string[] = [];
  for (const schema of [...projection.schemas].sort()) {
    const { rows: tables } = await sql.query<{ name: string }>(
      'select tablename as name from pg_tables where schemaname = $1 order by tablename collate "C"',
      [schemaName(schema, build)],
    );
    for (const table of tables) {
      const from = `${pg.escapeIdentifier(schemaName(schema, build))}.${pg.escapeIdentifier(table.name)}`;
      const { rows } = await sql.query<{ line: string }>(
        `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as line from ${from} t`,
      );
      lines.push(`${schema}.${table.name} ${rows[0]?.line}`);
    }
  }
  return sha256(lines.join('\n'));
}
