/**
 * Makes a database ready for the application: migrated by its owner, who then leaves, and used by a role that can do only what
 * the application needs. The owner could switch the log's protection off; whoever speaks through the application cannot.
 */
import pg from 'pg';
import { migrateWith } from '../migrations.ts';
import { withLogin } from './application-url.ts';
import { grantPrivileges } from './grants.ts';
import { handOverProjections } from './hand-over.ts';
import { makeRoles, ownLogin } from './own-role.ts';

export interface Prepared {
  /** What everything but migrations connects with. */
  readonly url: string;
  /** A sentence for the operator where the application is its owner. */
  readonly notice?: string;
}

export interface Preparing {
  /** Of a role that owns the database, or may make schemas and roles in it. */
  readonly url: string;
  /** Of the application's role, where one is given. */
  readonly applicationUrl?: string | undefined;
  readonly dataDir: string;
  /** Of projections: the application owns them. */
  readonly projectionSchemas: readonly string[];
}

/** @throws where a migration fails, or a given role of the application cannot be used; the message says what to do */
export async function prepareDatabase(preparing: Preparing): Promise<Prepared> {
  const owner = new pg.Client({ connectionString: preparing.url });
  // Whoever asks next is told; without a listener a connection that breaks would end the process.
  owner.on('error', () => {});
  await owner.connect();
  try {
    await migrateWith(owner);
    return await apart(owner, preparing);
  } finally {
    await owner.end().catch(() => {});
  }
}

async function apart(owner: pg.Client, preparing: Preparing): Promise<Prepared> {
  const { applicationUrl } = preparing;
  try {
    const url = applicationUrl ?? (await ownUrl(owner, preparing));
    await settle(owner, await identityOf(url, owner), preparing.projectionSchemas);
    return { url };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (applicationUrl !== undefined) throw unusable(error);
    return { url: preparing.url, notice: together(error) };
  }
}

/** What a server says of a login or a right that it refuses, and what we say ourselves. */
class NotApart extends Error {
  override readonly name = 'NotApart';
}
/** insufficient_privilege · invalid_authorization_specification · invalid_password */
const refusals = ['42501', '28000', '28P01'];
const isRefusal = (error: unknown): error is Error =>
  error instanceof NotApart ||
  (error instanceof Error && 'code' in error && refusals.some((code) => error.code === code));

const unusable = (cause: Error): Error =>
  new Error(
    `DATABASE_APPLICATION_URL: its role cannot be used (${cause.message}). Give the URL of a role that logs in to the database of DATABASE_URL and that may do nothing there; what it needs it is granted at the start.`,
    { cause },
  );

const together = ({ message }: Error): string =>
  `The application is the owner of its log in PostgreSQL and could switch the log's protection off, because a role of its own cannot be made (${message}): let the role of DATABASE_URL make roles (alter role … createrole), or give the URL of another role in DATABASE_APPLICATION_URL.`;

/** The address of the role that this installation made; makes it where it does not get in. */
async function ownUrl(owner: pg.Client, { url, dataDir }: Preparing): Promise<string> {
  const { rows } = await owner.query<{ name: string }>('select current_database() as name');
  const own = ownLogin(dataDir, rows[0]?.name ?? '');
  const address = withLogin(url, own.login, own.password);
  if (await getsIn(address)) return address;
  await owner.query('begin');
  try {
    await makeRoles(owner, own);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
  return address;
}

async function getsIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The role that a login acts as. @throws NotApart where it can do what the owner can, or is in another database */
async function identityOf(url: string, owner: pg.Client): Promise<string> {
  const here = `select current_user as role, current_database() as database, pg_postmaster_start_time()::text as since`;
  const { rows: owners } = await owner.query<{ role: string; database: string; since: string }>(here);
  const [own] = owners;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ role: string; database: string; since: string; mighty: boolean }>(
      `select here.*, pg_has_role(session_user, $1::name, 'member') or r.rolsuper or r.rolcreaterole or r.rolreplication as mighty
       from (${here}) here, pg_roles r where r.rolname = session_user`,
      [own?.role],
    );
    const [found] = rows;
    if (!found || !own) throw new NotApart('the server does not say who is logged in');
    if (found.database !== own.database || found.since !== own.since)
      throw new NotApart(`it is logged in to another database, ${found.database}`);
    if (found.mighty) throw new NotApart(`${found.role} may do what ${own.role} may`);
    return found.role;
  } finally {
    await client.end().catch(() => {});
  }
}

async function settle(owner: pg.Client, role: string, projectionSchemas: readonly string[]): Promise<void> {
  await owner.query('begin');
  try {
    await grantPrivileges(owner, role);
    await handOverProjections(owner, role, projectionSchemas);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback').catch(() => {});
    throw error;
  }
}
