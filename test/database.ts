import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { rolesOf } from '../app/database/own-role.ts';

/** A database of a test's own. */
export interface TestDatabase {
  readonly url: string;
  /** Ends every connection to the database and drops it. */
  drop(): Promise<void>;
}

/** Creates a database on the test server: with all migrations applied, or `empty` without any. */
export async function freshDatabase({ empty = false }: { empty?: boolean } = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name} template ${empty ? 'template1' : 'healthai_template'}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => administer(server, `drop database if exists ${name} with (force)`, dropRoles(name)),
  };
}

/** Roles are the server's: those that systems over the database made for themselves outlive it. */
const dropRoles = (database: string): string => `
  do $$ declare role name; begin
    for role in select rolname from pg_roles where starts_with(rolname, '${rolesOf(database)}') order by length(rolname) desc loop
      execute format('drop role %I', role);
    end loop;
  end $$`;

async function administer(server: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
