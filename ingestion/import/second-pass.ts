/** The second pass: reads the file again, decides batch by batch, appends, and says in the import's stream how far it is. */
import { createHash, type Hash } from 'node:crypto';
import type { Uuid } from '../../domain/ids.ts';
import type { ImportAdvanced, QuarantinedRow, RowRanges, RowsQuarantined } from '../../domain/import/events.ts';
import { inSlices } from '../../eventstore/slices.ts';
import { TooLarge, type Write } from '../../eventstore/store.ts';
import type { ReadRow } from '../readers/reader.ts';
import { type Tally, tally } from '../tally.ts';
import { type Before, commandOf, type DecideBatch, type Decided } from './decide.ts';
import { type ImportFile, isTyped, setAside } from './file.ts';
import { historiesOf } from './histories.ts';
import type { Identified, Identify, TypedRow } from './identity.ts';
import { knownRecords } from './known.ts';
import { appendPatiently, patiently } from './patience.ts';
import type { ImportEvent, ImportLog } from './progress.ts';
import type { Ingestion, Run } from './run.ts';
import { statementsPerKey } from './survey.ts';

export interface SecondPass {
  readonly ingestion: Ingestion;
  readonly run: Run;
  readonly file: ImportFile;
  readonly identify: Identify;
  readonly decide: DecideBatch;
  /** For a row that states its key's record otherwise than rows before it: the last of those, which has to be decided first. */
  readonly follows: (row: Identified) => number | undefined;
  /** Whether a row states of its key's record what no row before it does, after as many as a file may state of one. */
  readonly surplus: (row: Identified) => boolean;
  readonly stands: (importId: Uuid) => boolean;
  /** No record of the source can exist yet: nothing need be looked up. */
  readonly firstOfSource: boolean;
  /** Where an earlier run stopped. */
  readonly from?: ImportAdvanced;
  /** The last row that an earlier run said was set aside, behind where it stopped. */
  readonly asideUpTo?: number;
  /** Undefined for a dry run: nothing is appended. */
  readonly log?: ImportLog;
  /** Rows that the source's consent gate lets pass; the others are set aside. */
  readonly consents: (rows: readonly TypedRow[]) => Promise<readonly boolean[]>;
  /** Notes what rows state, for sources whose later imports find their records by it. */
  readonly note?: (rows: readonly Identified[]) => Promise<void>;
  readonly progress: (rows: number) => void;
  readonly quarantined?: (rows: readonly QuarantinedRow[]) => void;
  /** Records of each batch that the file states as they stood. */
  readonly unchanged?: (ids: readonly Uuid[]) => Promise<void>;
  /** Before each batch: throws where the run is to end. */
  readonly mayGoOn: () => Promise<void>;
}

export interface SecondPassResult {
  readonly tally: Tally;
  /** Records that the policy approved, and that wait for people: what a dry run tells. */
  readonly approved: number;
  readonly held: number;
}

/** Rows that one quarantine event holds, at most. */
const quarantinedPerEvent = 500;
/** Bytes of JSON that these may have: an event holds 512 KiB. */
const quarantinedBytes = 200 * 1024;
/** Such events in one append, which may have 900 KiB a stream. */
const quarantineEventsPerAppend = 3;
/** Batches whose appends are under way at once: the next one is prepared while the database works. */
const inFlight = 2;
/** Rows that one step tells of: every step is a commit more, and what an interrupted import does again at most. */
const rowsPerStep = 5_000;

/** A batch decided, and what is left to say of it once it is appended. */
interface Step {
  readonly endIndex: number;
  readonly decided: Decided;
  readonly quarantined: readonly QuarantinedRow[];
}

/** Reads the file again from where `from` says, decides its rows and appends what follows, in steps that can be resumed. */
export async function secondPass(pass: SecondPass): Promise<SecondPassResult> {
  const counts = tally(pass.run.judge.rules, pass.from);
  const telling = stepsOf(pass, counts);
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
      await telling.add(await appended);
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
      await pass.mayGoOn();
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
    await telling.end();
  } finally {
    // Whatever failed, nothing of this run is appended after its lease is given back.
    await Promise.all(underWay);
  }
  return { tally: counts, approved, held };
}

/** Types, identifies and decides a batch. Where one of its rows follows a row of another batch, those before it come first. */
async function prepare(
  pass: SecondPass,
  rows: readonly ReadRow[],
  endIndex: number,
  alone: () => Promise<void>,
): Promise<Step> {
  const quarantined: QuarantinedRow[] = [];
  const typed: TypedRow[] = [];
  await inSlices(rows, (read) => {
    const result = pass.file.type(read);
    if (isTyped(result)) typed.push({ read: read as TypedRow['read'], typed: result });
    else quarantined.push(result);
  });
  const agreed = await pass.consents(typed);
  const { sheet } = pass.run.pins;
  typed.forEach(({ read }, i) => {
    if (!agreed[i]) quarantined.push(setAside(read, sheet, 'no-consent', {}));
  });
  const identified = (await pass.identify(typed.filter((_, i) => agreed[i]))).filter((row) => {
    if (!pass.surplus(row)) return true;
    quarantined.push(setAside(row.read, sheet, 'too-many-statements', { limit: statementsPerKey }));
    return false;
  });
  const first = rows[0]!.row;
  if (identified.some((row) => (pass.follows(row) ?? first) < first)) await alone();
  const decided = await decideBatch(pass, identified, !pass.firstOfSource);
  return { endIndex, decided, quarantined };
}

async function decideBatch(pass: SecondPass, rows: readonly Identified[], look: boolean): Promise<Decided> {
  const known = look ? await knownOf(pass, rows) : nothingKnown;
  return pass.decide(rows, beforeBatch(pass, known));
}
const nothingKnown: Before['known'] = new Map();

/** What the read model knows of the rows' records, as far as it was not asked when they were identified. */
async function knownOf({ ingestion }: SecondPass, rows: readonly Identified[]): Promise<Before['known']> {
  const open = rows.filter((row) => row.known === undefined).map((row) => row.recordId);
  const known = new Map(open.length === 0 ? [] : await knownRecords(ingestion.sql, open));
  for (const row of rows) if (row.known) known.set(row.recordId, row.known);
  return known;
}

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

interface Telling {
  /** Takes note of a batch whose records are in the log. */
  add(step: Step): Promise<void>;
  end(): Promise<void>;
}

/** What was noted since the last step. Nothing more of the rows: they would stay in memory for as long. */
interface Untold {
  rows: number;
  nextIndex: number;
  readonly aside: QuarantinedRow[];
  /** Numbers of exact duplicates. */
  readonly duplicates: number[];
  /** Numbers of unchanged rows, and the running digest of their records. */
  readonly unchanged: number[];
  readonly digest: Hash;
}
const nothingUntold = (): Untold => ({
  rows: 0,
  nextIndex: 0,
  aside: [],
  duplicates: [],
  unchanged: [],
  digest: createHash('sha256'),
});

/** Says in the import's stream what became of its rows, in steps of several batches. */
function stepsOf(pass: SecondPass, counts: Tally): Telling {
  let untold = nothingUntold();

  async function tell(): Promise<void> {
    if (!pass.log || untold.rows === 0) return;
    const told = untold;
    untold = nothingUntold();
    const aside = told.aside.filter(({ row }) => row > (pass.asideUpTo ?? 0)).sort((a, b) => a.row - b.row);
    const quarantined = inEvents(aside).map((rows): ImportEvent => ({ type: 'RowsQuarantined', data: { rows } }));
    // What one append cannot hold goes before it, in order: whoever resumes finds how far that came.
    while (quarantined.length > quarantineEventsPerAppend) {
      const some = quarantined.splice(0, quarantineEventsPerAppend);
      await pass.log.append(`aside ${firstRowOf(some)}`, some);
    }
    const advanced: ImportAdvanced = {
      nextIndex: told.nextIndex,
      counts: counts.counts(),
      findings: counts.findings(),
      metrics: counts.metrics(),
      duplicates: rangesOf(told.duplicates),
      ...(told.unchanged.length > 0 && {
        unchangedRows: rangesOf(told.unchanged),
        unchangedDigest: told.digest.digest('base64url'),
      }),
    };
    await pass.log.append(told.nextIndex, [...quarantined, { type: 'ImportAdvanced', data: advanced }]);
  }

  return {
    async add({ endIndex, decided, quarantined }) {
      const unchanged: Uuid[] = [];
      for (const { row, outcome, judgement } of decided.rows) {
        counts.row(outcome, row.typed.repairs !== undefined, row.respelled !== undefined);
        if (judgement) counts.judged(judgement);
        if (outcome === 'duplicate') untold.duplicates.push(row.read.row);
        if (outcome !== 'unchanged' || row.suppressed) continue;
        unchanged.push(row.recordId);
        untold.unchanged.push(row.read.row);
        untold.digest.update(`${row.recordId}\n`);
      }
      await pass.unchanged?.(unchanged);
      for (const row of quarantined) {
        counts.row('quarantined', false);
        untold.aside.push(row);
      }
      untold.rows += decided.rows.length + quarantined.length;
      untold.nextIndex = endIndex;
      if (!pass.log) return;
      const stating = decided.rows.filter(({ row, outcome }) => outcome !== 'duplicate' && !row.suppressed);
      await pass.note?.(stating.map(({ row }) => row));
      if (untold.rows >= rowsPerStep) await tell();
    },
    end: tell,
  };
}

/** Quarantined rows as events hold them: so many, and so many bytes, whichever comes first. */
function inEvents(rows: readonly QuarantinedRow[]): QuarantinedRow[][] {
  const events: QuarantinedRow[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row));
    const last = events.at(-1);
    if (last === undefined || last.length === quarantinedPerEvent || bytes + size > quarantinedBytes) {
      events.push([row]);
      bytes = size;
    } else {
      last.push(row);
      bytes += size;
    }
  }
  return events;
}

const firstRowOf = ([first]: readonly ImportEvent[]): number =>
  first?.type === 'RowsQuarantined' ? (first.data as RowsQuarantined).rows[0]!.row : 0;

/** Rows in file order, as ranges. */
function rangesOf(rows: readonly number[]): RowRanges {
  const ranges: [number, number][] = [];
  for (const row of rows) {
    const last = ranges.at(-1);
    if (last && last[1] === row - 1) last[1] = row;
    else ranges.push([row, row]);
  }
  return ranges;
}
