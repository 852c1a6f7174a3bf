/**
 * Commands that may be sent again: the same key from the same person is the same command, and is answered as the first time.
 * With anything else under it, it is refused: else whoever mistakes a key would take the answer to another command for theirs.
 * What somebody else did under the same key is nobody's business.
 */
import type pg from 'pg';
import { type Uuid, uuidv5 } from '../domain/ids.ts';
import { canonicalJson } from '../domain/json.ts';
import type { Caller } from './caller.ts';
import type { ServiceParts } from './parts.ts';
import type { Permission } from './policy.ts';
import { Refused } from './refused.ts';
import { refusal } from './words.ts';

type Parts = Pick<ServiceParts, 'sql' | 'vault'>;

/** What is asked for: everything that makes it the same command or another. */
export interface Command {
  readonly deed:
    | Permission
    | 'import:accept'
    | 'import:reject'
    | 'import:give-up'
    | `consent:${'record' | 'withdraw' | 'show'}`;
  /** The record or the import; of consents it is always the same. */
  readonly target: Uuid;
  /** What is said besides; not the version that was seen, which a retry may know better. */
  readonly content: object;
}

/** How long a key stands for its command, in days. */
const keptDays = 7;

/**
 * Runs a command under the id that its key stands for; without a key under none of its own.
 * @throws Refused `key-used-otherwise` (422) where the caller's key stands for another command, and whatever `run` throws
 */
export async function repeatable<T>(
  parts: Parts,
  caller: Caller,
  command: Command,
  run: (commandId: Uuid | undefined) => Promise<T>,
): Promise<T> {
  const { commandId: key } = caller;
  if (key === undefined) return run(undefined);
  const claimed = await claim(parts, caller.id, key, command);
  try {
    return await run(claimed.commandId);
  } catch (error) {
    // Nothing was done: whoever corrects what was refused sends it under the key that the form had.
    if (error instanceof Refused && claimed.isFresh) await release(parts.sql, caller.id, key);
    throw error;
  }
}

interface Claimed {
  readonly commandId: Uuid;
  /** Whether it was asked for the first time. */
  readonly isFresh: boolean;
}

/** One statement, so that of two at the same time one finds the other's. */
async function claim({ sql, vault }: Parts, actor: Uuid, key: Uuid, command: Command): Promise<Claimed> {
  const { deed, target, content } = command;
  const hash = vault.hashes.command(canonicalJson(content));
  // Other content is another command, also when its key has been forgotten meanwhile.
  const commandId = uuidv5('idempotency', actor, key, deed, target, hash.toString('hex'));
  const { rows } = await sql.query<Claimed & { readonly isSame: boolean }>(
    `insert into operations.idempotency as known (actor, key, deed, target, content_hash, command_id)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (actor, key) do update set at = known.at
     returning command_id as "commandId", xmax = 0 as "isFresh",
       (deed, target, content_hash) = ($3, $4, $5) as "isSame"`,
    [actor, key, deed, target, hash, commandId],
  );
  const [found] = rows;
  if (!found?.isSame) throw refusal('key-used-otherwise', { key });
  return found;
}

async function release(sql: pg.Pool, actor: Uuid, key: Uuid): Promise<void> {
  await sql.query('delete from operations.idempotency where actor = $1 and key = $2', [actor, key]);
}

/** Forgets keys whose time is over. @returns how many */
export async function forgetKeys(sql: pg.Pool): Promise<number> {
  const { rowCount } = await sql.query(
    'delete from operations.idempotency where at < now() - make_interval(days => $1)',
    [keptDays],
  );
  return rowCount ?? 0;
}
