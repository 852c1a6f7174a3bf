/**
 * Records that a snapshot no longer states, after its rows and before it completes: kept and listed, or unstated one by
 * one, as their source says. A page at a time, so that it does not matter how many there are; a run that goes on after a
 * kill finds those that are left.
 */
import { eventId, type Hasher, sha256, type Uuid, uuidv5 } from '../../domain/ids.ts';
import type { RecordHistoryEvent } from '../../domain/record/events.ts';
import { fold } from '../../domain/record/fold.ts';
import { recordStream } from '../../domain/record/history.ts';
import { unstate } from '../../domain/record/propose.ts';
import { hashersOf } from '../../eventstore/sealing/vault.ts';
import type { Write } from '../../eventstore/store.ts';
import { judgingOf } from './decide.ts';
import { historiesOf } from './histories.ts';
import { againstOf } from './holding.ts';
import { appendPatiently, patiently } from './patience.ts';
import type { ImportLog } from './progress.ts';
import type { Ingestion, Run } from './run.ts';
import type { Against, Seen } from './seen.ts';

/** Records that are unstated in one append: each is read, folded and judged. */
const unstatedAtOnce = 500;

export interface ClosingSnapshot {
  readonly ingestion: Ingestion;
  readonly run: Run;
  readonly seen: Seen;
  readonly log: ImportLog;
  readonly mayGoOn: () => Promise<void>;
}

/**
 * Says of every record that stood and that the snapshot does not state what its source wants of it.
 * @returns how many there are, those included that an earlier run of the same import has dealt with
 */
export async function closeSnapshot(closing: ClosingSnapshot): Promise<number> {
  const { ingestion, run, seen } = closing;
  await ingestion.caughtUp(await ingestion.store.head());
  const against = againstOf(run);
  if (against.onMissing === 'keep') return listMissing(closing, against);
  const dealtWith = await unstatedBy(ingestion, run);
  const { onMissing } = against;
  let unstated = 0;
  await inPages(
    (after) => seen.missingAfter(against, after, unstatedAtOnce),
    async (ids) => {
      await closing.mayGoOn();
      unstated += await unstateAll(closing, ids, onMissing);
    },
  );
  return dealtWith + unstated;
}

/** Lists those that came back, and those that went missing now; both are done by page, so a page already told is not asked for again. */
async function listMissing({ ingestion, seen, log, mayGoOn }: ClosingSnapshot, against: Against): Promise<number> {
  await inPages(
    (after) => seen.returnedAfter(against, after),
    async (records) => {
      await mayGoOn();
      await log.append(`returned ${records[0]}`, [{ type: 'RecordsReturned', data: { records } }]);
    },
  );
  await inPages(
    (after) => seen.missingAfter(against, after),
    async (records) => {
      await mayGoOn();
      await log.append(`missing ${records[0]}`, [{ type: 'RecordsMissing', data: { records } }]);
    },
  );
  await ingestion.caughtUp(await ingestion.store.head());
  return seen.stillMissing(against.source);
}

/** Goes through ids in their order, page by page, to the end. */
async function inPages(
  page: (after: Uuid | null) => Promise<readonly Uuid[]>,
  visit: (ids: readonly Uuid[]) => Promise<void>,
): Promise<void> {
  for (let after: Uuid | null = null; ; ) {
    const ids: readonly Uuid[] = await page(after);
    if (ids.length === 0) return;
    await visit(ids);
    after = ids.at(-1)!;
  }
}

/** Records that this import has unstated before it was interrupted. */
async function unstatedBy({ sql }: Ingestion, run: Run): Promise<number> {
  const { rows } = await sql.query<{ n: string }>(
    'select count(*) as n from records.record where source = $1 and unstated_import = $2',
    [run.definition.name, run.import],
  );
  return Number(rows[0]?.n);
}

/** @returns how many of them were unstated, by this run or one before it */
async function unstateAll(
  { ingestion, run }: ClosingSnapshot,
  ids: readonly Uuid[],
  onMissing: 'review' | 'withdraw',
): Promise<number> {
  const streamOf = (id: Uuid): string => recordStream(run.contract.type, id);
  let left = ids;
  let done = 0;
  while (left.length > 0) {
    const histories = await patiently(ingestion, run.import, () => historiesOf(ingestion.store, left.map(streamOf)));
    const subjects = new Set([...histories.values()].flatMap((history) => subjectOf(history) ?? []));
    const hashers = await hashersOf(ingestion.vault, [...subjects]);
    const writes = left.flatMap((id): Write[] => {
      const history = histories.get(streamOf(id)) ?? [];
      return unstatement(run, id, history, onMissing, hashers);
    });
    done += left.length - writes.length;
    if (writes.length === 0) return done;
    const answer = await appendPatiently(ingestion, run.import, writes);
    if (answer.kind === 'appended') return done + writes.length;
    // Somebody decided on one of them meanwhile: all are looked at again.
    left = writes.map(({ stream }) => stream.slice(stream.indexOf('-') + 1));
  }
  return done;
}

const subjectOf = (history: readonly RecordHistoryEvent[]): Uuid | undefined => history[0]?.data.subject;

function unstatement(
  run: Run,
  id: Uuid,
  history: readonly RecordHistoryEvent[],
  onMissing: 'review' | 'withdraw',
  hashers: ReadonlyMap<Uuid, Hasher>,
): Write[] {
  const { source, sheet } = run.pins;
  const subject = subjectOf(history);
  const hash = subject === undefined ? sha256 : hashers.get(subject);
  if (hash === undefined) return []; // erased: nothing is left to unstate
  const judging = judgingOf(run, hash);
  const origin = { source, import: run.import, ...(sheet !== undefined && { sheet }) };
  const events = unstate(fold(history, judging), { origin, onMissing }, 'system', judging);
  if (events.length === 0) return [];
  const commandId = uuidv5(run.import, 'unstated', id);
  const metadata = { commandId, correlationId: run.import, actor: 'system', at: run.pins.at, v: 1 } as const;
  return [
    {
      stream: recordStream(run.contract.type, id),
      expected: history.length - 1,
      events: events.map(({ type, data }, ordinal) => ({ id: eventId(commandId, ordinal), type, data, metadata })),
    },
  ];
}
