/** A subscription as the server serves it: catches up in pages, then sends live, and drops whoever does not keep up. */
import type messages from '@eventstore/db-client/generated/streams_pb.js';
import { type ReadCall, send } from './calls.test-support.ts';
import type { Log, Stored } from './log.test-support.ts';
import {
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  failures,
} from './messages.test-support.ts';

/** Live messages that wait for a consumer at most. */
const liveBuffer = 32;
const pageSize = 32;

export interface SubscriptionOptions {
  /** Index of the first record to look at. */
  readonly from: number;
  readonly passes: (record: Stored) => boolean;
  /** Looked-at records between two checkpoints; without a filter there are none. */
  readonly checkpointEvery: number | undefined;
}

/** Serves until the call ends. @returns drops the subscriber as one that is too slow */
export function serveSubscription(log: Log, call: ReadCall, options: SubscriptionOptions): () => void {
  const { passes, checkpointEvery } = options;
  const waiting: messages.ReadResp[] = [];
  let considered = 0;
  let ended = false;
  let pumping = false;

  const checkpointOf = (record: Stored): messages.ReadResp[] => {
    considered += 1;
    return checkpointEvery !== undefined && considered % checkpointEvery === 0
      ? [checkpointMessage(record.position)]
      : [];
  };
  const messagesOf = (record: Stored): messages.ReadResp[] => [
    ...(passes(record) ? [eventMessage(record)] : []),
    ...checkpointOf(record),
  ];
  const pump = async (): Promise<void> => {
    if (pumping) return;
    pumping = true;
    for (let next = waiting.shift(); next && !ended; next = waiting.shift()) await send(call, next);
    pumping = false;
  };
  let stopListening: (() => void) | undefined;
  const end = (): void => {
    ended = true;
    stopListening?.();
  };
  const drop = (): void => {
    if (ended) return;
    end();
    call.emit('error', failures.tooSlow);
  };
  const goLive = (): void => {
    stopListening = log.onAppended((record) => {
      waiting.push(...messagesOf(record));
      if (waiting.length > liveBuffer) drop();
      else void pump();
    });
  };
  const serve = async (): Promise<void> => {
    await send(call, confirmationMessage('subscription'));
    for (let index = options.from; !ended; ) {
      const page = log.records.slice(index, index + pageSize);
      if (page.length === 0) {
        goLive();
        await send(call, caughtUpMessage());
        return;
      }
      index += page.length;
      for (const record of page) for (const message of messagesOf(record)) if (!ended) await send(call, message);
    }
  };
  call.on('cancelled', end).on('close', end);
  void serve();
  return drop;
}
