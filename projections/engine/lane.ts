/**
 * Statements one after the other on one connection, each written out while the server works on the one before: inside an
 * append the head of the log is held meanwhile, so every millisecond of waiting for each other is one that nobody can append in.
 */
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Column, copyText, literal } from './columns.ts';

export interface Statement {
  /** Prepared under this name. */
  readonly name: string;
  readonly text: string;
}

/** Every method answers when its statement is sent, and fails where one before it failed. Nothing is sent for no rows. */
export interface Lane {
  /** Inserts rows of which none may be there yet. */
  copy<Row>(table: string, columns: readonly Column<Row>[], rows: readonly Row[]): Promise<void>;
  /** Runs a statement whose parameters are the columns of `given(columns)`. */
  run<Row>(statement: Statement, columns: readonly Column<Row>[], rows: readonly Row[]): Promise<void>;
  query(statement: Statement, values: readonly unknown[]): Promise<void>;
  /** Ends when the server has done everything. */
  done(): Promise<void>;
}

/** A lane over one connection, which nobody else uses meanwhile. */
export function createLane(sql: pg.ClientBase): Lane {
  let working: Promise<unknown> = Promise.resolve();

  const startQuery = async (statement: Statement, values: readonly unknown[]): Promise<void> => {
    await working;
    working = sql.query({ ...statement, values: [...values] });
    // Whoever comes next awaits it; until then its failure is nobody's.
    working.catch(() => {});
  };

  const startCopy = async (into: string, text: string): Promise<void> => {
    await working;
    const stream = sql.query(copyFrom(`copy ${into} from stdin`));
    working = finished(stream);
    working.catch(() => {});
    const sent = new Promise<void>((resolve) => stream.write(text, () => resolve()));
    stream.end();
    await Promise.race([sent, working]);
  };

  return {
    async copy(table, columns, rows) {
      if (rows.length === 0) return;
      const names = columns.map(({ name }) => name).join(', ');
      await startCopy(`${table} (${names})`, copyText(columns, rows));
    },
    async run(statement, columns, rows) {
      if (rows.length === 0) return;
      const values = columns.map((column) => literal(column, rows));
      await startQuery(statement, values);
    },
    query: startQuery,
    async done() {
      await working;
    },
  };
}
