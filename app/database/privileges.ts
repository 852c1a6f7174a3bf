/**
 * What the application may do with each table that the migrations make. What is not named here it may not touch at all: a new
 * table is named with what the code that uses it needs, and no more. Its own tables, those of the projections, it owns.
 */

export type Privilege = 'select' | 'insert' | 'update' | 'delete';

const read: readonly Privilege[] = ['select'];
/** Journals: rows are added, and never changed or taken away. */
const add: readonly Privilege[] = ['select', 'insert'];
const replace: readonly Privilege[] = ['select', 'insert', 'update'];
const addAndRemove: readonly Privilege[] = ['select', 'insert', 'delete'];
const all: readonly Privilege[] = ['select', 'insert', 'update', 'delete'];

/** By schema and name. */
export const tablePrivileges: Readonly<Record<string, readonly Privilege[]>> = {
  // Written by `log.append` alone, which runs as their owner.
  'log.head': read,
  'log.stream': read,
  'log.event': read,

  // Secrets are wrapped again when the key-encryption key changes.
  'keys.secret': replace,
  'keys.subject': all,
  'keys.generation': ['select', 'update'],
  'keys.suppression': add,
  'keys.stated': all,
  'keys.original': all,
  'keys.compared_namespace': add,
  'keys.signing': replace,

  // Where projections stand; a rebuild puts one row in the place of another.
  'projection.checkpoint': all,
  'projection.parked': all,

  'operations.run': replace,
  'operations.access': add,
  'operations.waiting': all,
  'operations.original_claim': all,
  'operations.readiness': replace,
  // Events are redacted by the owner alone.
  'operations.redaction': [],
  'operations.ending': addAndRemove,
  'operations.idempotency': all,

  'accounts.account': replace,
  'accounts.refresh_token': all,
  'accounts.session': all,
  // Its trigger lets nothing go whose time is not over.
  'accounts.journal': addAndRemove,
};

/** Functions of the log, and all that run as their owner. */
export const functionPrivileges: readonly string[] = ['log.append', 'log.position_at', 'log.find'];

/** The schemas of the owner, in which the application may name things. */
export const ownerSchemas: readonly string[] = ['log', 'keys', 'projection', 'operations', 'accounts'];
