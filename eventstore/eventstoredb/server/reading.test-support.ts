/** Reads as the server serves them: a stream or the whole log, both ways, or a subscription. */
import messages from '@eventstore/db-client/generated/streams_pb.js';
import { type ReadCall, send } from './calls.test-support.ts';
import type { Log, Stored } from './log.test-support.ts';
import { eventMessage, failures, notFoundMessage, streamOf } from './messages.test-support.ts';
import { serveSubscription } from './subscription.test-support.ts';

const { BACKWARDS } = messages.ReadReq.Options.ReadDirection;

/** @returns for a subscription, what drops it */
export function serveRead(log: Log, call: ReadCall): (() => void) | undefined {
  const options = call.request.getOptions();
  const all = options?.getAll();
  const stream = options?.getStream();
  if (!options || !(all || stream)) return void call.emit('error', failures.badRequest);
  const backwards = options.getReadDirection() === BACKWARDS;
  if (stream) {
    const events = log.streams.get(streamOf(stream.getStreamIdentifier()));
    if (!events?.length) {
      call.write(notFoundMessage(streamOf(stream.getStreamIdentifier())));
      call.end();
      return;
    }
    const from = stream.hasEnd() ? events.length - 1 : stream.hasStart() ? 0 : Number(stream.getRevision());
    return void sendAll(call, slice(events, from, backwards, Number(options.getCount())));
  }
  const subscription = options.hasSubscription();
  const start = all?.hasStart() ? 0 : all?.hasEnd() ? log.records.length : indexOf(log, all?.getPosition());
  if (start === undefined) return void call.emit('error', failures.noBoundary);
  if (subscription) {
    const position = all?.getPosition();
    // A subscription begins behind the event that it names.
    const from = position && log.records[start]?.position === BigInt(position.getCommitPosition()) ? start + 1 : start;
    return serveSubscription(log, call, { from, ...filterOf(options) });
  }
  // Backwards, a read begins before the event that it names.
  sendAll(call, slice(log.records, backwards ? start - 1 : start, backwards, Number(options.getCount())));
}

const indexOf = (log: Log, position: messages.ReadReq.Options.Position | undefined): number | undefined =>
  position && log.indexOf(BigInt(position.getCommitPosition()));

function* slice(records: readonly Stored[], from: number, backwards: boolean, count: number): Generator<Stored> {
  const step = backwards ? -1 : 1;
  for (let i = Math.min(from, backwards ? records.length - 1 : from), left = count; left > 0; i += step, left--) {
    const record = records[i];
    if (!record) return;
    yield record;
  }
}

async function sendAll(call: ReadCall, records: Iterable<Stored>): Promise<void> {
  for (const record of records) {
    if (call.cancelled || call.destroyed) return;
    await send(call, eventMessage(record));
  }
  call.end();
}

function filterOf(options: messages.ReadReq.Options): {
  readonly passes: (record: Stored) => boolean;
  readonly checkpointEvery: number | undefined;
} {
  const filter = options.getFilter();
  if (!filter) return { passes: () => true, checkpointEvery: undefined };
  const prefixes = filter.getStreamIdentifier()?.getPrefixList() ?? [];
  return {
    passes: ({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix)),
    checkpointEvery: (filter.hasMax() ? filter.getMax() : 32) * filter.getCheckpointintervalmultiplier(),
  };
}
