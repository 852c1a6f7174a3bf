/** The schemas of a projection: created for a build, dropped, and switched in. */
import pg from 'pg';
import type { Projection } from '../projection.ts';
import { type Build, createCheckpoint, forgetBuild } from './checkpoint.ts';

/** What the SQL of a build calls a schema of its projection. */
export const schemaName = (schema: string, build: Build): string => (build === 'live' ? schema : `${schema}__next`);

/** The `search_path` under which a projection's SQL names its tables without schema. */
export const searchPath = (projection: Projection, build: Build): string =>
  projection.schemas.map((schema) => pg.escapeIdentifier(schemaName(schema, build))).join(', ');

/** Creates empty tables and a checkpoint at the beginning of the log; what was left of an earlier build goes. */
export async function createBuild(sql: pg.ClientBase, projection: Projection, build: Build): Promise<void> {
  await dropSchemas(sql, projection, build);
  for (const schema of projection.schemas) {
    await sql.query(`create schema ${pg.escapeIdentifier(schemaName(schema, build))}`);
  }
  await sql.query(projection.tables((schema) => pg.escapeIdentifier(schemaName(schema, build))));
  await createCheckpoint(sql, projection, build);
}

/**
 * Puts what was built beside into use. Called in a transaction that holds the live checkpoint, so that nobody writes.
 * Renaming waits for no reader: who reads the old tables reads them to the end, and `dropOld` waits for that.
 */
export async function switchBuild(sql: pg.ClientBase, projection: Projection): Promise<void> {
  for (const schema of projection.schemas) {
    const [live, next] = [pg.escapeIdentifier(schema), pg.escapeIdentifier(schemaName(schema, 'next'))];
    await sql.query(`drop schema if exists ${old(schema)} cascade`);
    const { rowCount } = await sql.query('select from pg_namespace where nspname = $1', [schema]);
    if (rowCount === 1) await sql.query(`alter schema ${live} rename to ${old(schema)}`);
    await sql.query(`alter schema ${next} rename to ${live}`);
  }
  await forgetBuild(sql, projection.name, 'live');
  await sql.query(`update projection.checkpoint set build = 'live' where name = $1`, [projection.name]);
  await sql.query(`update projection.parked set build = 'live' where name = $1`, [projection.name]);
}

const old = (schema: string): string => pg.escapeIdentifier(`${schema}__old`);

/** Drops the tables that were in use before a switch. */
export async function dropOld(sql: pg.ClientBase, projection: Projection): Promise<void> {
  await sql.query(`drop schema if exists ${projection.schemas.map(old).join(', ')} cascade`);
}

async function dropSchemas(sql: pg.ClientBase, projection: Projection, build: Build): Promise<void> {
  const names = projection.schemas.map((schema) => pg.escapeIdentifier(schemaName(schema, build)));
  await sql.query(`drop schema if exists ${names.join(', ')} cascade`);
}
