import * as record from '../domain/record/decide.ts';
import { type Answer, decideOnRecord, type RecordCommand, type RecordDependencies } from './decide-on-record.ts';
import { entitled } from './roles.ts';

export interface Approve extends RecordCommand {
  /** Why, in spite of what was found, as a code that can be counted: `checked-at-source`. */
  readonly code?: string;
  /** Why, in words. */
  readonly reason?: string;
}

/**
 * Approves the newest content of a record; it is published once the quorum is reached. Needs the role approver.
 * Refused: `not-entitled`, `no-such-record`, `stale-version`, `not-open`, `judged-again`, `block`, `contributor`,
 * `already-approved`, `erased`.
 */
export const approve = (command: Approve, dependencies: RecordDependencies): Promise<Answer> => {
  const { expect, code, reason } = command;
  return decideOnRecord(
    command,
    entitled.approve,
    (state, { actor, deciding }) => record.approve(state, { actor, expect, code, reason }, deciding),
    dependencies,
  );
};
