/** Gives the role of the application what it may do, and takes what it may not: whatever it was given before. */
import pg from 'pg';
import { functionPrivileges, ownerSchemas, tablePrivileges } from './privileges.ts';

/** Statements that make the difference between what the role may do and what it should; none where there is none. */
async function missing(owner: pg.ClientBase, role: string): Promise<readonly string[]> {
  return [
    ...(await ofDatabase(owner, role)),
    ...(await ofSchemas(owner, role)),
    ...(await ofTables(owner, role)),
    ...(await ofFunctions(owner, role)),
  ];
}

/** @throws the server's `insufficient_privilege` (42501) where whoever is logged in may not give it */
export async function grantPrivileges(owner: pg.ClientBase, role: string): Promise<void> {
  for (const statement of await missing(owner, role)) await owner.query(statement);
  // Who may not grant is only warned of it.
  const [still] = await missing(owner, role);
  if (still !== undefined) throw Object.assign(new Error(`“${still}” has no effect`), { code: '42501' });
}

const identifier = pg.escapeIdentifier;

/** Schemas of its own, for the tables of projections that are built anew beside those in use; temporary tables of imports. */
async function ofDatabase(owner: pg.ClientBase, role: string): Promise<readonly string[]> {
  const { rows } = await owner.query<{ database: string; lacking: readonly string[] }>(
    `select current_database() as database, coalesce(array_agg(privilege) filter (where privilege is not null), '{}') as lacking
     from (select) one left join unnest(array['connect', 'temporary', 'create']) privilege
       on not has_database_privilege($1, current_database(), privilege)`,
    [role],
  );
  const { database = '', lacking = [] } = rows[0] ?? {};
  return lacking.map((privilege) => `grant ${privilege} on database ${identifier(database)} to ${identifier(role)}`);
}

async function ofSchemas(owner: pg.ClientBase, role: string): Promise<readonly string[]> {
  const { rows } = await owner.query<{ name: string; usage: boolean; makes: boolean }>(
    `select nspname as name, has_schema_privilege($1, oid, 'usage') as usage, has_schema_privilege($1, oid, 'create') as makes
     from pg_namespace where nspname = any($2)`,
    [role, ownerSchemas],
  );
  return rows.flatMap(({ name, usage, makes }) => [
    ...(makes ? [`revoke create on schema ${identifier(name)} from public, ${identifier(role)}`] : []),
    ...(usage ? [] : [`grant usage on schema ${identifier(name)} to ${identifier(role)}`]),
  ]);
}

async function ofTables(owner: pg.ClientBase, role: string): Promise<readonly string[]> {
  const { rows } = await owner.query<{ name: string; sql: string; granted: readonly string[]; toAll: boolean }>(
    `select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as sql,
       coalesce(array_agg(lower(a.privilege_type)) filter (where a.grantee = r.oid), '{}') as granted,
       coalesce(bool_or(a.grantee = 0), false) as "toAll"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_roles r on r.rolname = $1
       left join lateral aclexplode(c.relacl) a on true
     where n.nspname = any($2) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') group by n.nspname, c.relname`,
    [role, ownerSchemas],
  );
  return rows.flatMap(({ name, sql, granted, toAll }) => {
    const wanted = Object.hasOwn(tablePrivileges, name) ? tablePrivileges[name]! : [];
    const to = identifier(role);
    const revokeAll = toAll ? [`revoke all on ${sql} from public`] : [];
    if (`${granted.toSorted()}` === `${wanted.toSorted()}`) return revokeAll;
    const revoke = granted.length > 0 ? [`revoke all on ${sql} from ${to}`] : [];
    const grant = wanted.length > 0 ? [`grant ${wanted.join(', ')} on ${sql} to ${to}`] : [];
    return [...revokeAll, ...revoke, ...grant];
  });
}

/** What runs as its owner can do all that the owner can: nobody calls it who is not named. */
async function ofFunctions(owner: pg.ClientBase, role: string): Promise<readonly string[]> {
  const { rows } = await owner.query<{ name: string; sql: string; calls: boolean }>(
    `select n.nspname || '.' || p.proname as name, p.oid::regprocedure::text as sql,
       has_function_privilege($1, p.oid, 'execute') as calls
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = any($2) and (n.nspname = 'log' or p.prosecdef)`,
    [role, ownerSchemas],
  );
  return rows.flatMap(({ name, sql, calls }) => {
    const may = functionPrivileges.includes(name);
    if (calls === may) return [];
    return [
      may
        ? `grant execute on function ${sql} to ${identifier(role)}`
        : `revoke execute on function ${sql} from public, ${identifier(role)}`,
    ];
  });
}
