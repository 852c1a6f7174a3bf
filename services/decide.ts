/** Decisions on a record: the commands, with their refusals turned into what is thrown, answered when they can be seen. */
import { approve } from '../commands/approve.ts';
import { choose } from '../commands/choose.ts';
import { correct } from '../commands/correct.ts';
import type { Answer, RecordCommand, RecordStanding } from '../commands/decide-on-record.ts';
import { reject } from '../commands/reject.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { httpStatus, refusalText } from '../domain/record/refusals.ts';
import type { Caller } from './caller.ts';
import type { ServiceParts } from './parts.ts';
import { demand, type Permission } from './policy.ts';
import type { Seen } from './questions.ts';
import { typeOfRecord } from './records.ts';
import { Refused, type RefusedParts } from './refused.ts';
import type { Services } from './services.ts';

type Parts = Pick<ServiceParts, 'sql' | 'decisions' | 'engine'>;

/** How long an answer waits for what is read to show it, in milliseconds. It is given all the same. */
const patienceMs = 2_000;

type Decisions = Pick<Services, 'approve' | 'reject' | 'correct' | 'choose'>;

export function decisions(parts: Parts): Decisions {
  async function decide<Command extends Seen>(
    caller: Caller,
    permission: Permission,
    recordId: Uuid,
    { expect, ...command }: Command,
    run: (command: RecordCommand & Omit<Command, 'expect'>) => Promise<Answer>,
  ): Promise<RecordStanding> {
    demand(caller, permission);
    const { id, roles, commandId, correlationId } = caller;
    const recordType = await typeOfRecord(parts, recordId);
    const answer = await run({
      ...command,
      recordId,
      recordType,
      actor: { id, roles },
      expect,
      correlationId,
      ...(commandId !== undefined && { commandId }),
    });
    if (answer.kind === 'refused') throw refused(answer);
    await parts.engine.caughtUp(answer.position, patienceMs);
    const { kind: _, ...standing } = answer;
    return standing;
  }

  return {
    approve: (caller, id, command) =>
      decide(caller, 'record:approve', id, command, (whole) => approve(whole, parts.decisions)),
    reject: (caller, id, command) =>
      decide(caller, 'record:reject', id, command, (whole) => reject(whole, parts.decisions)),
    correct: (caller, id, command) =>
      decide(caller, 'record:correct', id, command, (whole) =>
        correct({ ...whole, set: command.set as Readonly<Record<string, Json>> }, parts.decisions),
      ),
    choose: (caller, id, command) =>
      decide(caller, 'record:choose', id, command, (whole) => choose(whole, parts.decisions)),
  };
}

const refused = ({ refusal, current }: Extract<Answer, { kind: 'refused' }>): Refused =>
  new Refused({
    code: refusal.code,
    status: httpStatus[refusal.code] as RefusedParts['status'],
    params: refusal.params,
    text: (language) => refusalText(refusal, language),
    current,
  });
