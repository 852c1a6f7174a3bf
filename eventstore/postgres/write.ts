/** The call of `log.append`: one statement, one answer. */
import type { EncodedWrite } from '../encode.ts';
import type { Position, RecordedEvent } from '../store.ts';
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
  from log.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;

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
  const types: string[] = [];
  const data: string[] = [];
  const commands: string[] = [];
  const correlations: string[] = [];
  const causations: string[] = [];
  const actors: string[] = [];
  const decided: string[] = [];
  const vs: number[] = [];
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
      types.push(type);
      data.push(texts[i]!);
      commands.push(metadata.commandId);
      correlations.push(metadata.correlationId);
      causations.push(metadata.causationId ?? 'NULL');
      actors.push(metadata.actor);
      decided.push(metadata.at);
      vs.push(metadata.v);
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
    binaryArray('text', types),
    binaryArray('json', data),
    plainArray(commands),
    plainArray(correlations),
    plainArray(causations),
    binaryArray('text', actors),
    plainArray(decided),
    plainArray(vs),
  ];
}

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
