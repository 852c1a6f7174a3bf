/** Which tables a backup holds. The log and what is computed of it are not among them: the one has a file, the other is built. */
import type pg from 'pg';

/**
 * `data`: beside the log. `keys`: apart from it. `ends`: not saved, because it ends with the installation: sessions, the keys that
 * sign them, signs of life. `log`: the log itself, or what follows from it.
 */
export type Saved = 'data' | 'keys' | 'ends' | 'log';

/** Every table of the migrations. A new one of these schemas that is not named is saved with its neighbours. */
export const savedTables: Readonly<Record<string, Saved>> = {
  'log.head': 'log',
  'log.stream': 'log',
  'log.event': 'log',
  'projection.checkpoint': 'log',
  'projection.parked': 'log',

  'keys.secret': 'keys',
  'keys.subject': 'keys',
  'keys.generation': 'keys',
  'keys.suppression': 'keys',
  'keys.stated': 'keys',
  'keys.original': 'keys',
  'keys.compared_namespace': 'keys',
  'keys.signing': 'ends',

  'operations.run': 'data',
  'operations.access': 'data',
  'operations.waiting': 'data',
  'operations.original_claim': 'data',
  'operations.ending': 'data',
  'operations.idempotency': 'data',
  'operations.redaction': 'data',
  'operations.readiness': 'ends',

  'accounts.account': 'data',
  'accounts.journal': 'data',
  'accounts.session': 'ends',
  'accounts.refresh_token': 'ends',
};

const schemasOf: Readonly<Record<'data' | 'keys', readonly string[]>> = {
  data: ['accounts', 'operations'],
  keys: ['keys'],
};

/** Names of the tables of a part, those that others refer to before them. */
export async function tablesOf(sql: pg.ClientBase, part: 'data' | 'keys'): Promise<readonly string[]> {
  const { rows } = await sql.query<{ name: string; refers: readonly string[] }>(
    `select n.nspname || '.' || c.relname as name,
       array(select f.confrelid::regclass::text from pg_constraint f where f.conrelid = c.oid and f.contype = 'f') as refers
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    [schemasOf[part]],
  );
  let left = rows.filter(({ name }) => (Object.hasOwn(savedTables, name) ? savedTables[name] === part : true));
  const ordered: string[] = [];
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name));
    const free = left.filter(({ name, refers }) => !refers.some((other) => other !== name && names.has(other)));
    if (free.length === 0) throw new Error(`the tables ${[...names].join(', ')} refer to each other in a ring`);
    ordered.push(...free.map(({ name }) => name));
    left = left.filter((table) => !free.includes(table));
  }
  return ordered;
}
