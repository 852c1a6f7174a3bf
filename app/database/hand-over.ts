/** Gives the application the schemas of its projections, which it makes, drops and renames: of the first release the owner made them. */
import type pg from 'pg';

/**
 * @param schemas of projections, by the names under which they are in use
 * @throws the server's `insufficient_privilege` (42501), and what to do, where the owner may not act for `role`
 */
export async function handOverProjections(
  owner: pg.ClientBase,
  role: string,
  schemas: readonly string[],
): Promise<void> {
  const names = schemas.flatMap((name) => [name, `${name}__next`, `${name}__old`]);
  const { rows } = await owner.query<{ statement: string }>(
    `select format('alter schema %I owner to %I', n.nspname, $1::text) as statement
     from pg_namespace n where n.nspname = any($2) and n.nspowner <> (select oid from pg_roles where rolname = $1)
     union all
     select format('alter table %I.%I owner to %I', n.nspname, c.relname, $1::text)
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($2) and c.relkind in ('r', 'p', 'v', 'm')
       and c.relowner <> (select oid from pg_roles where rolname = $1)`,
    [role, names],
  );
  for (const { statement } of rows) await owner.query(statement).catch(orAdvise(role));
}

/** Giving away takes a member of the role that gets it. */
const orAdvise =
  (role: string) =>
  (error: Error & { code?: string }): never => {
    if (error.code !== '42501') throw error;
    const advice = `${error.message}: the read model has to be handed over, which takes “grant ${role} to” the role of DATABASE_URL`;
    throw Object.assign(new Error(advice, { cause: error }), { code: error.code });
  };
