/** Decisions on a record: the commands, with their refusals turned into what is thrown, answered when they can be seen. */
import { setTimeout as sleep } from 'node:timers/promises';
import { approve } from '../commands/approve.ts';
import { choose } from '../commands/choose.ts';
import { correct } from '../commands/correct.ts';
import type { Answer, RecordCommand, RecordStanding } from '../commands/decide-on-record.ts';
import { reject } from '../commands/reject.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { httpStatus, refusalText } from '../domain/record/refusals.ts';
import { StoreUnavailable } from '../eventstore/store.ts';
import type { Caller } from './caller.ts';
import { repeatable } from './idempotency.ts';
import type { ServiceParts } from './parts.ts';
import { demand, type Permission } from './policy.ts';
import type { Seen } from './questions.ts';
import { typeOfRecord } from './records.ts';
import { Refused, type RefusedParts } from './refused.ts';
import type { Services } from './services.ts';

type Parts = Pick<ServiceParts, 'sql' | 'decisions' | 'engine' | 'store' | 'vault'>;

/** How long an answer waits for what is read to show it, in milliseconds. It is given all the same. */
const patienceMs = 2_000;

/** After so long without an answer the log is asked whether it is there, and given so long to say so, in milliseconds. */
const silenceMs = 4_000;
const signMs = 1_000;

/**
 * Nobody waits for a log that is away as long as an import does: the decision may still be made, and is repeated safely.
 * @throws StoreUnavailable
 */
async function unlessAway<T>({ store }: Pick<Parts, 'store'>, deciding: Promise<T>): Promise<T> {
  const stop = new AbortController();
  const away = async (): Promise<never> => {
    await sleep(silenceMs, undefined, { signal: stop.signal, ref: false });
    const silent = sleep(signMs, undefined, { signal: stop.signal, ref: false }).then(() => {
      throw new StoreUnavailable('the log does not answer: the decision may still be made');
    });
    await Promise.race([store.head(), silent]);
    return new Promise<never>(() => undefined);
  };
  const given = away();
  given.catch(() => undefined);
  deciding.catch(() => undefined);
  return Promise.race([deciding, given]).finally(() => stop.abort());
}

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
    const { id, roles, correlationId } = caller;
    const recordType = await typeOfRecord(parts, recordId);
    return repeatable(parts, caller, { deed: permission, target: recordId, content: command }, async (commandId) => {
      const deciding = run({
        ...command,
        recordId,
        recordType,
        actor: { id, roles },
        expect,
        correlationId,
        ...(commandId !== undefined && { commandId }),
      });
      const answer = await unlessAway(parts, deciding);
      if (answer.kind === 'refused') throw refused(answer);
      await parts.engine.caughtUp(answer.position, patienceMs);
      const { kind: _, ...standing } = answer;
      return standing;
    });
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
