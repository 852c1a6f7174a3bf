/**
 * The login role that an installation makes for itself on a given PostgreSQL. What the application may do belongs to one role a
 * database, which nobody logs in as; each DATA_DIR has a login of its own that acts as that role, so that two installations
 * on one database never change each other's password.
 */
import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { createFolder, readOrCreate } from '../files.ts';
import { scramVerifier } from './scram.ts';

export interface OwnLogin {
  /** The role that owns the projections and that is granted privileges. */
  readonly acts: string;
  readonly login: string;
  readonly password: string;
}

/** Letters that tell a database from the others of its server: roles are the server's, not the database's. */
const tell = (database: string): string => createHash('sha256').update(database).digest('hex').slice(0, 12);

/** The roles that a database's installations act as and log in as begin so. */
export const rolesOf = (database: string): string => `healthai_app_${tell(database)}`;

/** What this DATA_DIR logs in with: read from its keys, or made up and kept there (0600). */
export function ownLogin(dataDir: string, database: string): OwnLogin {
  const acts = rolesOf(database);
  const folder = path.join(dataDir, 'keys');
  createFolder(dataDir, 0o711);
  createFolder(folder, 0o700);
  const { text } = readOrCreate(
    path.join(folder, acts.replaceAll('_', '-')),
    () => `${acts}_${randomBytes(4).toString('hex')} ${randomBytes(24).toString('base64url')}\n`,
  );
  const [login = '', password = ''] = text.trim().split(' ');
  return { acts, login, password };
}

/**
 * Makes the roles, or gives the login its password again.
 * @throws the server's `insufficient_privilege` (42501) where whoever is logged in may not make roles
 */
export async function makeRoles(owner: pg.ClientBase, { acts, login, password }: OwnLogin): Promise<void> {
  const [group, user] = [pg.escapeIdentifier(acts), pg.escapeIdentifier(login)];
  const secret = pg.escapeLiteral(scramVerifier(password));
  const { rows } = await owner.query<{ name: string }>(
    'select rolname as name from pg_roles where rolname = any($1::text[])',
    [[acts, login]],
  );
  const known = rows.map(({ name }) => name);
  if (!known.includes(acts)) {
    await owner.query(`create role ${group} nologin`);
    await owner.query(`comment on role ${group} is 'The application of a HealthAI database; see docs/exploitation.md'`);
  }
  if (known.includes(login)) await owner.query(`alter role ${user} login password ${secret}`);
  else await owner.query(`create role ${user} login connection limit -1 password ${secret}`);
  await owner.query(`grant ${group} to ${user}`);
  await owner.query(`alter role ${user} set role = ${pg.escapeLiteral(acts)}`);
  // To hand it schemas, and to read them where the two are not apart any more.
  const { rows: self } = await owner.query<{ super: boolean }>(
    'select rolsuper as super from pg_roles where rolname = current_user',
  );
  if (self[0]?.super !== true) await owner.query(`grant ${group} to current_user with inherit true, set true`);
}
