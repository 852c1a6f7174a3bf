import * as record from '../domain/record/decide.ts';
import { typeCorrections, type WrittenCorrections } from '../domain/record/typed-corrections.ts';
import { type Answer, decideOnRecord, type RecordCommand, type RecordDependencies } from './decide-on-record.ts';
import { entitled } from './roles.ts';

export interface Correct extends RecordCommand {
  /** Field → its value as text in canonical units, or as JSON; empty or `null` clears it. */
  readonly set: WrittenCorrections;
  readonly reason: string;
}

/**
 * Corrects fields of a record, which is judged again. Needs the role reviewer or approver; whoever corrects cannot approve.
 * Refused: `not-entitled`, `no-such-record`, `stale-version`, `unknown-field`, `untypable`, `required-field`,
 * `derived-field`, `nothing-to-change`, `withdrawn`, `erased`.
 */
export const correct = (command: Correct, dependencies: RecordDependencies): Promise<Answer> =>
  decideOnRecord(
    command,
    entitled.correct,
    (state, { actor, deciding, contract }) => {
      const typed = typeCorrections(contract, command.set);
      if ('refusal' in typed) return record.refused(typed.refusal.code, typed.refusal.params);
      const { expect, reason } = command;
      return record.correct(state, { actor, expect, reason, set: typed.set, contract: contract.version }, deciding);
    },
    dependencies,
  );
