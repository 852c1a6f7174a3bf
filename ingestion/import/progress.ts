/**
 * An import's own stream while it runs: what it decided is said there after the records themselves, in the order of the
 * file, so that whoever resumes finds either a step done or a step to do again.
 */
import { eventId, type Uuid, uuidv5 } from '../../domain/ids.ts';
import type { ImportEventData } from '../../domain/import/events.ts';
import { importStream } from '../../domain/import/fold.ts';
import type { Actor } from '../../domain/record/events.ts';
import { newestVersion } from '../../eventstore/sealing/upcast.ts';
import type { Expected, NewEvent, Position } from '../../eventstore/store.ts';
import { appendPatiently, whyOf } from './patience.ts';
import type { Ingestion } from './run.ts';
import { readImport } from './source.ts';
import { noteWaiting } from './waiting.ts';

export type ImportEvent = {
  [T in keyof ImportEventData]: { readonly type: T; readonly data: ImportEventData[T] };
}[keyof ImportEventData];

/** Somebody else has written to the import's stream: their run goes on, this one ends. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

export interface ImportLog {
  /** Appends in the order of the calls. @param step names the command: the same step again is the same append. */
  append(step: string | number, events: readonly ImportEvent[]): Promise<Position>;
}

/**
 * @param at decision time of every event of the import
 * @param actor who decided it, where a person did
 */
export function importLog(
  ingestion: Pick<Ingestion, 'store' | 'sql' | 'log' | 'retryAfterMs' | 'patienceMs' | 'stopping'>,
  importId: Uuid,
  version: Expected,
  at: () => string,
  actor: Actor = 'system',
): ImportLog {
  let last: Promise<Expected> = Promise.resolve(version);
  return {
    async append(step, events) {
      let position = 0n;
      const next = last.then(async (expected) => {
        const answer = await appendTo(ingestion, importId, expected, written(importId, step, events, at(), actor));
        position = answer.position;
        return answer.version;
      });
      last = next;
      await next;
      return position;
    },
  };
}

async function appendTo(
  ingestion: Pick<Ingestion, 'store' | 'sql' | 'log' | 'retryAfterMs' | 'patienceMs' | 'stopping'>,
  importId: Uuid,
  expected: Expected,
  events: readonly NewEvent[],
): Promise<{ position: Position; version: number }> {
  const stream = importStream(importId);
  const answer = await appendPatiently(ingestion, importId, [{ stream, expected, events }]);
  if (answer.kind === 'conflict')
    throw new Overtaken(
      `${stream} is at version ${answer.actual}, not ${answer.expected}: another run goes on with it`,
    );
  return { position: answer.position, version: answer.versions[0]! };
}

/** Whether an import's stream has what this very step says. */
export async function wasSaid({ store }: Pick<Ingestion, 'store'>, importId: Uuid, step: string): Promise<boolean> {
  const own = eventId(commandOf(importId, step), 0);
  for await (const { id } of store.readStream(importStream(importId))) if (id === own) return true;
  return false;
}

const commandOf = (importId: Uuid, step: string | number): Uuid => uuidv5(importId, 'step', step);

/** The events of one step, with ids that a retry finds again. */
function written(
  importId: Uuid,
  step: string | number,
  events: readonly ImportEvent[],
  at: string,
  actor: Actor = 'system',
): NewEvent[] {
  const commandId = commandOf(importId, step);
  return events.map(({ type, data }, ordinal) => ({
    id: eventId(commandId, ordinal),
    type,
    data,
    metadata: { commandId, correlationId: importId, actor, at, v: newestVersion(type) },
  }));
}

/**
 * Says that an import stopped in the middle. Of the reason only its name is told: its message might quote the file.
 * Where the import has not come so far it is kept beside the log; nothing where the log says so already.
 */
export async function pause(
  { store, sql }: Pick<Ingestion, 'store' | 'sql'>,
  importId: Uuid,
  reason: unknown,
): Promise<void> {
  const { status, version, judged, started } = await readImport(store, importId);
  const why = whyOf(reason);
  if (status === 'accepted') return noteWaiting(sql, importId, why);
  if (status !== 'running' || !judged || !started) return;
  const events = written(importId, `pause ${version}`, [{ type: 'ImportPaused', data: { why } }], started.pins.at);
  await store.append([{ stream: importStream(importId), expected: version, events }]);
}
