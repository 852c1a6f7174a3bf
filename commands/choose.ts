import * as record from '../domain/record/decide.ts';
import { type Answer, decideOnRecord, type RecordCommand, type RecordDependencies } from './decide-on-record.ts';
import { entitled } from './roles.ts';

export interface Choose extends RecordCommand {
  /** 0 is what the first row states, 1… what later rows of the same file state otherwise, in row order. */
  readonly alternative: number;
  readonly reason: string;
}

/**
 * Chooses among what a source states of one key. Needs the role reviewer or approver; whoever chooses cannot approve.
 * Refused: `not-entitled`, `no-such-record`, `stale-version`, `no-such-alternative`, `nothing-to-change`, `withdrawn`, `erased`.
 */
export const choose = (command: Choose, dependencies: RecordDependencies): Promise<Answer> => {
  const { expect, alternative, reason } = command;
  return decideOnRecord(
    command,
    entitled.choose,
    (state, { actor, deciding }) => record.choose(state, { actor, expect, alternative, reason }, deciding),
    dependencies,
  );
};
