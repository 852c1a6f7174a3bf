import * as record from '../domain/record/decide.ts';
import { type Answer, decideOnRecord, type RecordCommand, type RecordDependencies } from './decide-on-record.ts';
import { entitled } from './roles.ts';

/**
 * Approves the newest content of a record; it is published once the quorum is reached. Needs the role approver.
 * Refused: `not-entitled`, `no-such-record`, `stale-version`, `not-open`, `judged-again`, `block`, `contributor`,
 * `already-approved`, `erased`.
 */
export const approve = (command: RecordCommand, dependencies: RecordDependencies): Promise<Answer> =>
  decideOnRecord(
    command,
    entitled.approve,
    (state, { actor, deciding }) => record.approve(state, { actor, expect: command.expect }, deciding),
    dependencies,
  );
