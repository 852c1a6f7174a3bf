/** Which sources there are: those of the release and those of DATA_DIR; and what the log says a source was. */
import path from 'node:path';
import type pg from 'pg';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { readCatalogue, type SourceCatalogue } from '../ingestion/catalogue.ts';
import type { Configuration } from './configuration.ts';

/** The sources that files can be ingested from, with the definitions of `dataDir/sources` as they are now. */
export const sourcesOf = ({ dataDir }: Pick<Configuration, 'dataDir'>): SourceCatalogue =>
  readCatalogue(path.join(dataDir, 'sources'));

export interface RegisteredSource {
  readonly definition: SourceDefinition;
  /** Position at which this definition was registered: another definition has another. */
  readonly position: string;
}

/** What a source is according to the log: its last definition registered, whether or not there is a file of it still. */
export async function registeredSource(sql: pg.Pool, name: string): Promise<RegisteredSource | undefined> {
  const { rows } = await sql.query<RegisteredSource>(
    'select definition, registered_position::text as position from imports.source where name = $1',
    [name],
  );
  return rows[0];
}
