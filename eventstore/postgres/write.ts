/** The call of `log.append`: one statement, one answer. */
import type { EncodedWrite } from '../encode.ts';
import type { Metadata, Position, RecordedEvent } from '../store.ts';
import { binaryArray, plainArray } from './arrays.ts';
import { rowsOf, type Sql } from './connection.ts';
import { isoTime } from './rows.ts';

/** What became of each write of a call, in their order: undefined where its expectation did not hold. */
export interface Written {
  readonly recordedAt: string;
  /** Position of the last event of the call. */
  readonly position: Position;
  /** Position before the first event of each write. */
  readonly bases: readonly (Position | undefined)[];
}

const statement = `select base, recorded at time zone 'UTC', array_to_string(refused, ',')
  from log.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`;

/**
 * Sends writes to the log.
 * @param independent each write stands alone: those whose expectation holds are appended though others are refused.
 *   Otherwise a refused one fails them all (`isRefusal`).
 */
export async function write(sql: Sql, writes: readonly EncodedWrite[], independent: boolean): Promise<Written> {
  const [row] = await rowsOf(sql, 'append', statement, values(writes, independent));
  const [base, recorded, refused] = row!;
  const refusals = new Set((refused ?? '').split(',').filter(Boolean).map(Number));
  let position = BigInt(base ?? 0);
  const bases = writes.map((write, i) => {
    if (refusals.has(i + 1)) return undefined;
    const before = position;
    position += BigInt(write.events.length);
    return before;
  });
  return { recordedAt: recorded ? isoTime(recorded) : '', position, bases };
}

function values(writes: readonly EncodedWrite[], independent: boolean): unknown[] {
  const streams: string[] = [];
  const expected: number[] = [];
  const last: number[] = [];
  const write: number[] = [];
  const versions: number[] = [];
  const ids: string[] = [];
  const commands: string[] = [];
  const types: string[] = [];
  const data: string[] = [];
  const said: number[] = [];
  const sets: Metadata[] = [];
  for (const { stream, expected: version, events, texts } of writes) {
    const before = version === 'none' ? -1 : version;
    streams.push(stream);
    expected.push(before);
    last.push(before + events.length);
    for (let i = 0; i < events.length; i++) {
      const { id, type, metadata } = events[i]!;
      write.push(streams.length);
      versions.push(before + 1 + i);
      ids.push(id);
      commands.push(metadata.commandId);
      types.push(type);
      data.push(texts[i]!);
      said.push(setOf(metadata, sets));
    }
  }
  return [
    binaryArray('text', streams),
    plainArray(expected),
    plainArray(last),
    independent,
    plainArray(write),
    plainArray(versions),
    plainArray(ids),
    plainArray(commands),
    binaryArray('text', types),
    binaryArray('json', data),
    plainArray(said),
    plainArray(sets.map(({ correlationId }) => correlationId)),
    plainArray(sets.map(({ causationId }) => causationId ?? 'NULL')),
    binaryArray(
      'text',
      sets.map(({ actor }) => actor),
    ),
    plainArray(sets.map(({ at }) => at)),
    plainArray(sets.map(({ v }) => v)),
  ];
}

/** Sets looked through before a new one is made: an import's events share two or three, single commands have one each. */
const lookBack = 4;

/** The number, from 1, of the set that holds an event's metadata besides the command; a new one where none of the last does. */
function setOf(one: Metadata, sets: Metadata[]): number {
  for (let i = sets.length; i > 0 && i > sets.length - lookBack; i--) if (isShared(sets[i - 1]!, one)) return i;
  return sets.push(one);
}

const isShared = (a: Metadata, b: Metadata): boolean =>
  a.correlationId === b.correlationId &&
  a.causationId === b.causationId &&
  a.actor === b.actor &&
  a.at === b.at &&
  a.v === b.v;

/** The events of a write as the log now holds them. `base`: the position before its first. */
export function recordedOf(write: EncodedWrite, base: Position, recordedAt: string): RecordedEvent[] {
  const before = write.expected === 'none' ? -1 : write.expected;
  return write.events.map((event, i) => ({
    id: event.id,
    type: event.type,
    data: event.data,
    metadata: event.metadata,
    stream: write.stream,
    version: before + 1 + i,
    position: base + BigInt(i + 1),
    recordedAt,
  }));
}
