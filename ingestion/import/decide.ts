/** The second pass, batch by batch: what each row is for its record, and the events that say so. */
import type { Hasher, Uuid } from '../../domain/ids.ts';
import { eventId, uuidv5 } from '../../domain/ids.ts';
import type { Actor, RecordEvent, RecordHistoryEvent } from '../../domain/record/events.ts';
import { fold, none } from '../../domain/record/fold.ts';
import { historyEvent, recordStream } from '../../domain/record/history.ts';
import { type Judging, subjectOf } from '../../domain/record/judging.ts';
import { type Proposing, propose, proposeNew, type Statement, statesTheSame } from '../../domain/record/propose.ts';
import type { Judgement } from '../../domain/rules/rule.ts';
import { inSlices } from '../../eventstore/slices.ts';
import type { NewEvent, Write } from '../../eventstore/store.ts';
import type { RowOutcome } from '../tally.ts';
import type { Identified } from './identity.ts';
import type { KnownRecord } from './known.ts';
import type { Run } from './run.ts';
import type { Survey } from './survey.ts';

/** Where a batch finds what stands. */
export interface Before {
  /** Records that may exist; undefined asks the log itself about every one of them. */
  readonly known?: ReadonlyMap<Uuid, KnownRecord>;
  /** Histories of records, by stream; streams without events are left out. */
  readonly histories: (streams: readonly string[]) => Promise<ReadonlyMap<string, readonly RecordHistoryEvent[]>>;
  /** Whether an import stands: neither failed nor withdrawn. */
  readonly stands: (importId: Uuid) => boolean;
}

export interface DecidedRow {
  readonly row: Identified;
  readonly outcome: RowOutcome;
  /** Undefined for an exact duplicate, which is not judged again. */
  readonly judgement?: Judgement;
  /** What the row states is published by policy. */
  readonly approved?: boolean;
}

export interface Decided {
  readonly rows: readonly DecidedRow[];
  readonly writes: readonly Write[];
}

/** How a row stands among the rows of its key. */
interface Place {
  readonly duplicate: boolean;
  readonly alternative: boolean;
  readonly conflicting: boolean;
  /** Hashes of everything that the file states for the key, first row first. */
  readonly hashes: readonly string[];
}

export type DecideBatch = (rows: readonly Identified[], before: Before) => Promise<Decided>;

/** Decides the rows of an import, batch by batch: `keyOf` tells rows of the same key. */
export function deciding(run: Run, survey: Survey, keyOf: (row: Identified) => string): DecideBatch {
  const context = survey.verdict.unreliable.length > 0 ? { unreliable: survey.verdict.unreliable } : {};
  const streamOf = (id: Uuid): string => recordStream(run.contract.type, id);

  const keyless = run.definition.naturalKey.length === 0;
  const placeOf = (row: Identified): Place => {
    const list = survey.repeated.get(keyOf(row));
    const alone = { duplicate: false, alternative: false, conflicting: false, hashes: [row.statedHash] };
    if (!list) return alone;
    // Its content is its key: whatever repeats it is a duplicate, and the hash in the list is that of the key.
    if (keyless) return { ...alone, duplicate: list[0]?.row !== row.read.row };
    const own = list.findIndex((statement) => statement.hash === row.statedHash);
    const duplicate = list[own]?.row !== row.read.row;
    return { duplicate, alternative: own > 0, conflicting: list.length > 1, hashes: list.map((s) => s.hash) };
  };

  /** Two fields of a row are enough to tell that nothing changed; everything else needs the record's history. */
  const unchangedBySight = (record: KnownRecord | undefined, { hashes }: Place, { stands }: Before): boolean =>
    record !== undefined &&
    !record.unstated &&
    record.baseImport !== null &&
    record.baseImport !== run.import &&
    stands(record.baseImport) &&
    record.stated.length === hashes.length &&
    record.stated[0] === hashes[0] &&
    hashes.every((hash) => record.stated.includes(hash));

  return async (rows, before) => {
    const places = rows.map(placeOf);
    const sighted = rows.map((row, i) => unchangedBySight(before.known?.get(row.recordId), places[i]!, before));
    const begun = new Set<Uuid>();
    const withHistory = new Set<string>();
    rows.forEach((row, i) => {
      if (places[i]!.duplicate || sighted[i]) return;
      const exists = before.known === undefined || before.known.has(row.recordId);
      if (exists || (places[i]!.alternative && !begun.has(row.recordId))) withHistory.add(streamOf(row.recordId));
      begun.add(row.recordId);
    });
    const stored = withHistory.size > 0 ? await before.histories([...withHistory]) : noHistories;
    const pending = new Map<string, Pending>();

    const decided = await inSlices(rows, (row, i): DecidedRow => {
      const place = places[i]!;
      if (place.duplicate) return { row, outcome: 'duplicate' };
      const judgement = run.judge.judge(subjectOf(statementSeen(row, place), context));
      if (sighted[i] || row.suppressed) return { row, outcome: 'unchanged', judgement };
      const stream = streamOf(row.recordId);
      const statement = statementOf(run, row, place);
      const proposing: Proposing = {
        ...judgingOf(run, row.hash),
        trust: run.definition.trust,
        context,
        actor: 'system',
      };
      const history = pending.get(stream)?.history ?? stored.get(stream) ?? [];
      if (history.length === 0 && !place.alternative) {
        const events = proposeNew(statement, judgement.findings, proposing);
        add(pending, stream, [], eventsOf(run, row, events));
        return { row, outcome: 'new', judgement, approved: events.length > 1 };
      }
      return { row, judgement, ...decideOnHistory(row, place, statement, proposing, history, stream) };
    });

    /** A record with a past: of earlier imports, of people, or of this import before it was interrupted. */
    function decideOnHistory(
      row: Identified,
      place: Place,
      statement: Statement,
      proposing: Proposing,
      history: readonly RecordHistoryEvent[],
      stream: string,
    ): Pick<DecidedRow, 'outcome' | 'approved'> {
      const earlier = fold(history, proposing, run.import);
      const originStands = earlier.origin !== null && before.stands(earlier.origin.import);
      if (statesTheSame(earlier, place.hashes, originStands)) return { outcome: 'unchanged' };
      const own = eventId(commandOf(run, row), 0);
      let approved = false;
      if (!history.some((event) => event.id === own)) {
        const now = fold(history, proposing);
        // Where the row that should be the base was set aside, the next one takes its place.
        const { alternative, ...asBase } = statement;
        const stating = alternative && now.origin?.import !== run.import ? asBase : statement;
        const events = propose(now, stating, proposing);
        add(pending, stream, history, eventsOf(run, row, events));
        approved = events.length > 1;
      }
      if (place.alternative) return { outcome: 'conflicting' };
      return { outcome: earlier.base === none ? 'new' : 'revised', approved };
    }

    return { rows: decided, writes: [...pending].map(([stream, p]) => writeOf(stream, p)) };
  };
}

const noHistories: ReadonlyMap<string, readonly RecordHistoryEvent[]> = new Map();

/** Events decided for a stream, behind those that it has. */
interface Pending {
  readonly stored: number;
  history: readonly RecordHistoryEvent[];
  readonly events: NewEvent[];
}

function add(
  pending: Map<string, Pending>,
  stream: string,
  history: readonly RecordHistoryEvent[],
  events: readonly NewEvent[],
): void {
  const known = pending.get(stream) ?? { stored: history.length, history, events: [] };
  known.events.push(...events);
  known.history = [...known.history, ...events.map(historyEvent)];
  pending.set(stream, known);
}

const writeOf = (stream: string, { stored, events }: Pending): Write => ({
  stream,
  expected: stored === 0 ? 'none' : stored - 1,
  events,
});

/** The command of a row: a resumed import gives the same events the same ids. */
export const commandOf = (run: Pick<Run, 'import'>, row: Identified): Uuid => uuidv5(run.import, row.read.row);

function eventsOf(run: Run, row: Identified, events: readonly RecordEvent[]): NewEvent[] {
  const commandId = commandOf(run, row);
  return events.map(({ type, data }, ordinal) => {
    const actor: Actor = type === 'RecordApproved' ? run.policy : 'system';
    const metadata = { commandId, correlationId: run.import, actor, at: run.pins.at, v: 1 };
    return { id: eventId(commandId, ordinal), type, data, metadata };
  });
}

function statementOf(run: Run, { read, typed, statedHash, subject, respelled }: Identified, place: Place): Statement {
  const { source, sheet } = run.pins;
  const key = respelled?.key ?? typed.key;
  return {
    ...(subject !== undefined && { subject }),
    origin: { source, import: run.import, ...(sheet !== undefined && { sheet }), row: read.row },
    ...(subject === undefined && key !== undefined && { key }),
    raw: read.cells,
    values: typed.values,
    ...(typed.qualifiers && { qualifiers: typed.qualifiers }),
    ...(typed.repairs && { repairs: typed.repairs }),
    statedHash,
    ...(place.alternative && { alternative: true as const }),
    ...(place.conflicting && { conflicting: true as const }),
  };
}

/** What the rules see of a row, conflicts within its file included. */
const statementSeen = ({ typed }: Identified, { conflicting }: Place): Parameters<typeof subjectOf>[0] =>
  conflicting ? { ...typed, conflicting } : typed;

/** How records of this run are judged and hashed. */
export const judgingOf = (run: Run, hash: Hasher): Judging => ({
  hash,
  derive: run.derive,
  ruleset: run.pins.ruleset,
  judge: (subject) => run.judge.judge(subject).findings,
});
