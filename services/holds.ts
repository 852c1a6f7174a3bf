/** Imports that wait for people, and imports that people end: who may answer, and what is done next. */
import { randomUUID } from 'node:crypto';
import type { Uuid } from '../domain/ids.ts';
import type { MappedColumn } from '../domain/import/events.ts';
import { type ImportRefusal, importRefusalText } from '../domain/import/refusals.ts';
import type { Actor } from '../domain/record/events.ts';
import { answerHold, type HoldAnswer } from '../ingestion/import/answer-hold.ts';
import { giveUp } from '../ingestion/import/give-up.ts';
import { resumeInterrupted } from '../ingestion/import/ingest.ts';
import { readImport } from '../ingestion/import/source.ts';
import { knownImport } from '../projections/imports/standing.ts';
import type { Caller } from './caller.ts';
import { repeatable } from './idempotency.ts';
import { type ImportDetail, importDetail } from './imports.ts';
import type { ServiceParts } from './parts.ts';
import { allows, demand } from './policy.ts';
import { Refused, type RefusedParts } from './refused.ts';

type Parts = Pick<ServiceParts, 'ingestion' | 'registered' | 'readModel' | 'sql' | 'vault'>;

/** What somebody answers to a held import, and why. */
export interface HoldAnswerRequest {
  readonly reason: string;
  /**
   * Columns to map, for `accept`: proposed by an operator, agreed to by somebody else who says the same. Without it a
   * mapping that somebody else proposed is agreed to; where there is none the import goes on as it is.
   */
  readonly map?: readonly MappedColumn[];
  /** Accept it as it is although a mapping is proposed. */
  readonly asIs?: boolean;
}

/** What an answer came to. */
export interface HoldAnswered {
  /** `run`: it goes on, or is imported anew under its new columns; `second-person`: somebody else has to agree. */
  readonly next: 'run' | 'second-person' | 'nothing';
  readonly import: ImportDetail;
  /** Ends when what was decided is done, for whoever waits for it; rejected where it cannot be done now. */
  readonly done: Promise<void>;
}

/** @throws Refused `not-entitled`, or why it is not done */
export async function acceptImport(
  parts: Parts,
  caller: Caller,
  id: Uuid,
  { reason, map, asIs = false }: HoldAnswerRequest,
): Promise<HoldAnswered> {
  const said = { reason, asIs, ...(map !== undefined && { map }) };
  return repeatable(parts, caller, { deed: 'import:accept', target: id, content: said }, async (commandId) => {
    const answer = await answerOf(parts, caller, id, map, asIs);
    return decide(parts, caller, id, { reason, answer, commandId });
  });
}

/** Who proposes or accepts runs imports; whoever agrees may be another. */
async function answerOf(
  { ingestion, sql }: Parts,
  caller: Caller,
  id: Uuid,
  map: readonly MappedColumn[] | undefined,
  asIs: boolean,
): Promise<HoldAnswer> {
  await ingestion.caughtUp(await ingestion.store.head());
  if (!(await knownImport(sql, id))) throw refusedBy({ code: 'no-such-import', params: { id } });
  const { mapping } = await readImport(ingestion.store, id);
  const others = mapping !== undefined && mapping.by !== actorOf(caller);
  if (others && !asIs && allows(caller, 'imports:agree') && (map === undefined || !allows(caller, 'imports:run')))
    return { kind: 'agree', ...(map !== undefined && { columns: map }) };
  demand(caller, 'imports:run');
  if (map !== undefined) return { kind: 'map', columns: map };
  return mapping === undefined || asIs ? { kind: 'accept' } : { kind: 'agree' };
}

/** Ends a held import: nothing of it was proposed. @throws Refused */
export async function rejectImport(
  parts: Parts,
  caller: Caller,
  id: Uuid,
  { reason }: Pick<HoldAnswerRequest, 'reason'>,
): Promise<HoldAnswered> {
  demand(caller, 'imports:run');
  return repeatable(parts, caller, { deed: 'import:reject', target: id, content: { reason } }, (commandId) =>
    decide(parts, caller, id, { reason, answer: { kind: 'reject' }, commandId }),
  );
}

/** Ends an import that runs, is paused or is held: what was decided stays. @throws Refused */
export async function giveUpImport(
  parts: Parts,
  caller: Caller,
  id: Uuid,
  { reason }: Pick<HoldAnswerRequest, 'reason'>,
): Promise<ImportDetail> {
  demand(caller, 'imports:run');
  const command = { deed: 'import:give-up', target: id, content: { reason } } as const;
  return repeatable(parts, caller, command, async (commandId = randomUUID()) => {
    const refusal = await giveUp(parts.ingestion, { import: id, reason, actor: actorOf(caller), commandId });
    if (refusal) throw refusedBy(refusal);
    return importDetail(parts, caller, id);
  });
}

const actorOf = ({ id }: Caller): Actor => `user:${id}`;

async function decide(
  parts: Parts,
  caller: Caller,
  id: Uuid,
  { commandId = randomUUID(), ...answer }: { reason: string; answer: HoldAnswer; commandId: Uuid | undefined },
): Promise<HoldAnswered> {
  const { ingestion, registered } = parts;
  const said = { import: id, actor: actorOf(caller), commandId, ...answer };
  const answered = await answerHold(ingestion, said);
  if (answered.kind === 'refused') throw refusedBy(answered.refusal);
  const done = (async () => {
    if (answered.next !== 'run') return;
    const source = await registered(answered.source);
    if (source) await resumeInterrupted(ingestion, source.definition);
  })();
  done.catch((err: unknown) => ingestion.log.warn({ err, import: id }, 'what was decided on a held import waits'));
  return { next: answered.next, import: await importDetail(parts, { ...caller }, id), done };
}

const statuses: Partial<Record<ImportRefusal['code'], RefusedParts['status']>> = {
  'no-such-import': 404,
  'own-mapping': 403,
  'mapping-unusable': 422,
};

const refusedBy = (refusal: ImportRefusal): Refused =>
  new Refused({
    code: refusal.code,
    status: statuses[refusal.code] ?? 409,
    params: refusal.params,
    text: (language) => importRefusalText(refusal, language),
  });
