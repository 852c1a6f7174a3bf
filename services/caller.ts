/** Who asks: a person with the roles held now, and how they want to be answered. */
import type { Person } from '../commands/roles.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';

export interface Caller extends Person {
  readonly email: string;
  /** The sign-in that they ask by; none on the command line. */
  readonly session?: Uuid;
  readonly language: Language;
  /** The request, for the log and for the events that come of it. */
  readonly correlationId: Uuid;
  /** A key of the caller's own: the same command again gives the same one, and is answered as the first time. */
  readonly commandId?: Uuid;
  /** What an auditor needs clear text about people for; kept in the access log. */
  readonly purpose?: string;
}
