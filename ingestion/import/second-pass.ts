/** The second pass: reads the file again, decides batch by batch, appends, and says in the import's stream how far it is. */
import type { Uuid } from '../../domain/ids.ts';
import type { ImportAdvanced, QuarantinedRow, RowRanges } from '../../domain/import/events.ts';
import { TooLarge, type Write } from '../../eventstore/store.ts';
import type { ReadRow } from '../readers/reader.ts';
import { type Tally, tally } from '../tally.ts';
import { type Before, commandOf, type DecideBatch, type Decided, type DecidedRow } from './decide.ts';
import { type ImportFile, isTyped, setAside } from './file.ts';
import { historiesOf } from './histories.ts';
import type { Identified, Identify, TypedRow } from './identity.ts';
import { knownRecords } from './known.ts';
import { appendPatiently, patiently } from './patience.ts';
import type { ImportEvent, ImportLog } from './progress.ts';
import type { Ingestion, Run } from './run.ts';

export interface SecondPass {
  readonly ingestion: Ingestion;
  readonly run: Run;
  readonly file: ImportFile;
  readonly identify: Identify;
  readonly decide: DecideBatch;
  /** Whether a row shares its key with another row of the file. */
  readonly repeats: (row: Identified) => boolean;
  readonly stands: (importId: Uuid) => boolean;
  /** No record of the source can exist yet: nothing need be looked up. */
  readonly firstOfSource: boolean;
  /** Where an earlier run stopped. */
  readonly from?: ImportAdvanced;
  /** Undefined for a dry run: nothing is appended. */
  readonly log?: ImportLog;
  /** Rows that the source's consent gate lets pass; the others are set aside. */
  readonly consents: (rows: readonly TypedRow[]) => Promise<readonly boolean[]>;
  /** Notes what rows state, for sources whose later imports find their records by it. */
  readonly note?: (rows: readonly Identified[]) => Promise<void>;
  readonly progress: (rows: number) => void;
  readonly quarantined?: (rows: readonly QuarantinedRow[]) => void;
}

export interface SecondPassResult {
  readonly tally: Tally;
  /** Ids of records that the file states as they stood; of a resumed run only those of its own part. */
  readonly unchanged: readonly Uuid[];
  /** Records that the policy approved, and that wait for people: what a dry run tells. */
  readonly approved: number;
  readonly held: number;
}

/** Rows that one quarantine event holds, at most. */
const quarantinedPerEvent = 500;
/** Batches whose appends are under way at once: the next one is prepared while the database works. */
const inFlight = 3;

/** A batch decided, and what is left to say of it once it is appended. */
interface Step {
  readonly endIndex: number;
  readonly decided: Decided;
  readonly quarantined: readonly QuarantinedRow[];
}

/** Reads the file again from where `from` says, decides its rows and appends what follows, in steps that can be resumed. */
export async function secondPass(pass: SecondPass): Promise<SecondPassResult> {
  const counts = tally(pass.run.judge.rules, pass.from);
  const unchanged: Uuid[] = [];
  let approved = 0;
  let held = 0;
  const skip = pass.from?.nextIndex ?? 0;
  const underWay = new Set<Promise<void>>();
  let told: Promise<void> = Promise.resolve();
  let failed: unknown;
  let index = 0;

  const drain = async (left: number): Promise<void> => {
    while (underWay.size > left) await Promise.race(underWay);
    if (failed !== undefined) throw failed;
  };
  const start = (step: Step): void => {
    // In the order of the file, whichever append ends first: what is told of is never done again.
    const before = told;
    const appended = append(pass, step);
    told = Promise.allSettled([appended, before]).then(async () => {
      await before;
      await tell(pass, counts, unchanged, await appended);
    });
    const settled: Promise<void> = told
      .then(
        () => undefined,
        (error) => {
          failed ??= error;
        },
      )
      .finally(() => underWay.delete(settled));
    underWay.add(settled);
  };

  try {
    for await (const batch of await pass.file.rows()) {
      const rows = batch.slice(Math.max(0, skip - index));
      index += batch.length;
      if (rows.length === 0) continue;
      await drain(inFlight - 1);
      const step = await prepare(pass, rows, index, () => drain(0));
      for (const row of step.decided.rows) {
        if (row.approved) approved++;
        else if (row.outcome === 'new' || row.outcome === 'revised') held++;
      }
      if (step.quarantined.length > 0) pass.quarantined?.(step.quarantined);
      start(step);
      pass.progress(index);
    }
    await drain(0);
  } finally {
    // Whatever failed, nothing of this run is appended after its lease is given back.
    await Promise.all(underWay);
  }
  return { tally: counts, unchanged, approved, held };
}

/** Types, identifies and decides a batch. A batch with keys that occur elsewhere in the file waits for those before it. */
async function prepare(
  pass: SecondPass,
  rows: readonly ReadRow[],
  endIndex: number,
  alone: () => Promise<void>,
): Promise<Step> {
  const quarantined: QuarantinedRow[] = [];
  const typed: TypedRow[] = [];
  for (const read of rows) {
    const result = pass.file.type(read);
    if (isTyped(result)) typed.push({ read: read as TypedRow['read'], typed: result });
    else quarantined.push(result);
  }
  const agreed = await pass.consents(typed);
  const { sheet } = pass.run.pins;
  typed.forEach(({ read }, i) => {
    if (!agreed[i]) quarantined.push(setAside(read, sheet, 'no-consent', {}));
  });
  const identified = await pass.identify(typed.filter((_, i) => agreed[i]));
  if (identified.some(pass.repeats)) await alone();
  const decided = await decideBatch(pass, identified, !pass.firstOfSource);
  return { endIndex, decided, quarantined };
}

async function decideBatch(pass: SecondPass, rows: readonly Identified[], look: boolean): Promise<Decided> {
  const known = look
    ? await knownRecords(
        pass.ingestion.sql,
        rows.map((row) => row.recordId),
      )
    : nothingKnown;
  return pass.decide(rows, beforeBatch(pass, known));
}
const nothingKnown: Before['known'] = new Map();

const beforeBatch = (pass: SecondPass, known: Before['known']): Before => ({
  ...(known && { known }),
  stands: pass.stands,
  histories: (streams) => patiently(pass.ingestion, pass.run.import, () => historiesOf(pass.ingestion.store, streams)),
});

/** Appends what was decided. Where a record has moved on meanwhile, the batch is decided again on what the log says now. */
async function append(pass: SecondPass, step: Step): Promise<Step> {
  if (!pass.log) return step;
  let { decided, quarantined } = step;
  while (decided.writes.length > 0) {
    const sent = await send(pass, decided.writes);
    if (sent === 'appended') break;
    let rows = decided.rows;
    if (sent !== 'moved-on') {
      const { stream, write, params } = sent;
      if (write === undefined) {
        decided = { ...decided, writes: decided.writes.filter((other) => other.stream !== stream) };
        continue;
      }
      const command = write.events[0]?.metadata.commandId;
      const { sheet } = pass.run.pins;
      const tooLarge = rows.filter(({ row }) => commandOf(pass.run, row) === command);
      quarantined = [...quarantined, ...tooLarge.map(({ row }) => setAside(row.read, sheet, 'row-too-large', params))];
      rows = rows.filter((row) => !tooLarge.includes(row));
    }
    decided = await pass.decide(
      rows.map(({ row }) => row),
      beforeBatch(pass, undefined),
    );
  }
  return { ...step, decided, quarantined };
}

/** A stream was too much for one call: its rows were appended one by one, up to the `write` that is too large by itself. */
interface Apart {
  readonly stream: string;
  readonly write?: Write;
  readonly params: { readonly bytes: number; readonly limit: number };
}

async function send(pass: SecondPass, writes: readonly Write[]): Promise<'appended' | 'moved-on' | Apart> {
  try {
    const answer = await appendPatiently(pass.ingestion, pass.run.import, writes);
    return answer.kind === 'appended' ? 'appended' : 'moved-on';
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    const { stream, bytes, limit } = error;
    const apart: Apart = { stream, params: { bytes, limit } };
    const large = writes.find((write) => write.stream === stream)!;
    const byRow = rowByRow(large);
    if (byRow.length === 1) return { ...apart, write: large };
    for (const write of byRow) {
      const sent = await send(pass, [write]);
      if (sent !== 'appended') return sent;
    }
    return apart;
  }
}

/** The writes that append the same, one for each row. */
function rowByRow({ stream, expected, events }: Write): Write[] {
  const writes: Write[] = [];
  let version = expected === 'none' ? -1 : expected;
  for (const [, some] of Map.groupBy(events, (event) => event.metadata.commandId)) {
    writes.push({ stream, expected: version < 0 ? 'none' : version, events: some });
    version += some.length;
  }
  return writes;
}

/** Says in the import's stream what became of a batch, after everything before it. */
async function tell(
  pass: SecondPass,
  counts: Tally,
  unchanged: Uuid[],
  { endIndex, decided, quarantined }: Step,
): Promise<void> {
  for (const { row, outcome, judgement } of decided.rows) {
    counts.row(outcome, row.typed.repairs !== undefined);
    if (judgement) counts.judged(judgement);
  }
  for (const _ of quarantined) counts.row('quarantined', false);
  const same = decided.rows.flatMap(({ row, outcome }) =>
    outcome === 'unchanged' && !row.suppressed ? [row.recordId] : [],
  );
  for (const id of same) unchanged.push(id);
  if (!pass.log) return;
  const stating = decided.rows.filter(({ row, outcome }) => outcome !== 'duplicate' && !row.suppressed);
  await pass.note?.(stating.map(({ row }) => row));
  const events: ImportEvent[] = [];
  const aside = quarantined.toSorted((a, b) => a.row - b.row);
  for (let i = 0; i < aside.length; i += quarantinedPerEvent)
    events.push({ type: 'RowsQuarantined', data: { rows: aside.slice(i, i + quarantinedPerEvent) } });
  events.push({
    type: 'ImportAdvanced',
    data: {
      nextIndex: endIndex,
      counts: counts.counts(),
      findings: counts.findings(),
      metrics: counts.metrics(),
      duplicates: rangesOf(decided.rows.filter((row) => row.outcome === 'duplicate')),
      unchanged: same,
    },
  });
  await pass.log.append(endIndex, events);
}

function rangesOf(rows: readonly DecidedRow[]): RowRanges {
  const ranges: [number, number][] = [];
  for (const { row } of rows) {
    const last = ranges.at(-1);
    if (last && last[1] === row.read.row - 1) last[1] = row.read.row;
    else ranges.push([row.read.row, row.read.row]);
  }
  return ranges;
}
