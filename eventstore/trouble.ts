/**
 * What passes by itself: the database, the log or the disk is away for a while. Told by what errors say, however deep: clients
 * wrap what the system says. Everything else is a fault, and the same again would be the same fault. Classes are told by name:
 * the screens are built apart, with copies of them.
 */
/** What is away. `disk`: there is no room for what is to be written. */
export type Trouble = 'database' | 'log' | 'disk';

/** PostgreSQL: connection exceptions (08), insufficient resources (53), operator intervention (57P). */
const awayCodes = /^(08\w{3}|53\w{3}|57P\w\w)$/;
/** The system, of a connection: refused, broken, no way, no such name for now. */
const cutCodes =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EAI_AGAIN)$/;
/** The system, of a disk: no room, no room for this user; and PostgreSQL of its own. */
const fullCodes = /^(ENOSPC|EDQUOT|53100)$/;
/** What `pg` and slonik say without a code. */
const cutMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|Backend has been terminated)/;

/** What is away, where an error says so; undefined for every other fault. */
export function troubleOf(error: unknown): Trouble | undefined {
  for (let one = error, depth = 0; one instanceof Error && depth < 8; one = one.cause, depth++) {
    const found = told(one);
    if (found) return found;
    // A log in the database is away with it; the cause knows.
    if (one.name === 'StoreUnavailable') return troubleOf(one.cause) ?? 'log';
    // Of all addresses that a name has, none answered.
    if (one instanceof AggregateError && one.errors.length > 0) return troubleOf(one.errors[0]);
  }
  return undefined;
}

function told(error: Error): Trouble | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (fullCodes.test(code)) return 'disk';
  if (awayCodes.test(code) || cutMessages.test(error.message)) return 'database';
  // Of the sockets of clients nobody asks here: their errors end with their requests.
  if (cutCodes.test(code) || (code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect'))
    return 'database';
  return undefined;
}

/** The same in a sentence for operators, without what a client of a database or of gRPC adds. */
export const troubleSentence: Readonly<Record<Trouble, string>> = {
  database: 'The database does not answer',
  log: 'The log does not answer',
  disk: 'There is no room left on the disk',
};

/** Seconds after which it may be tried again: what a caller is told. */
export const retryAfterSeconds: Readonly<Record<Trouble, number>> = { database: 5, log: 2, disk: 30 };

/** The code that the system or the database gave, for operators: `ECONNREFUSED`, `57P01`. */
export function troubleCode(error: unknown): string | undefined {
  for (let one = error, depth = 0; one instanceof Error && depth < 8; one = one.cause, depth++) {
    if ('code' in one && typeof one.code === 'string') return one.code;
    if (one instanceof AggregateError && one.errors.length > 0) return troubleCode(one.errors[0]);
  }
  return undefined;
}

/** Whether an error of our own already says it in words: only what caused it is of a client. */
export const isWorded = (error: Error): boolean => error.constructor === Error && told(error) === undefined;
