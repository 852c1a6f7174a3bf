import * as record from '../domain/record/decide.ts';
import { type Answer, decideOnRecord, type RecordCommand, type RecordDependencies } from './decide-on-record.ts';
import { entitled } from './roles.ts';

export interface Reject extends RecordCommand {
  /** Why, as a code that can be counted: `implausible`. */
  readonly code: string;
  /** Why, in words. */
  readonly text?: string;
}

/**
 * Rejects the newest content of an open record. Needs the role reviewer or approver.
 * Refused: `not-entitled`, `no-such-record`, `stale-version`, `not-open`, `erased`.
 */
export const reject = (command: Reject, dependencies: RecordDependencies): Promise<Answer> => {
  const { expect, code, text } = command;
  return decideOnRecord(
    command,
    entitled.reject,
    (state, { actor }) => record.reject(state, { actor, expect, code, text }),
    dependencies,
  );
};
