/**
 * Appends that share one stream of messages, each answered for itself.
 *
 * The client's own `appendToStream` would do the same, but keeps what it sent in one table for the whole process, and
 * sends without an end where the connection froze: when it breaks, appends to other servers fail with it, and promises
 * that nobody holds are rejected. So this is the same call on the client's own connection, with a table of its own.
 */
import { randomUUID } from 'node:crypto';
import {
  DeadlineExceededError,
  EventStoreDBClient,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import services from '@eventstore/db-client/generated/streams_grpc_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { EncodedWrite } from '../encode.ts';
import type { Position, StreamName } from '../store.ts';
import type { Connection } from './connection.ts';
import { NoAnswer } from './faults.ts';
import { metadataBytes } from './wire.ts';

type Batches = ClientDuplexStream<messages.BatchAppendReq, messages.BatchAppendResp>;

interface Waiting {
  readonly resolve: (position: Position) => void;
  readonly reject: (error: unknown) => void;
}

/** One stream of appends, and those that wait for its answers. */
interface Open {
  readonly batches: Batches;
  readonly waiting: Map<string, Waiting>;
}

export interface BatchAppend {
  /** @returns the position that the server answers. @throws the errors of the client */
  append(write: EncodedWrite): Promise<Position>;
  /** Gives up what waits for an answer: it is rejected with `reason`, and the next append opens another stream. */
  abandon(reason: Error): void;
}

/** @param connection over which the stream is opened, with the first append and after each break */
export function batchAppend(connection: Connection): BatchAppend {
  let opening: Promise<Open> | undefined;
  let current: Open | undefined;

  async function open(): Promise<Open> {
    const batches = await connection.use((client) => BatchingClient.open(client));
    const opened: Open = { batches, waiting: new Map() };
    const end = (error: unknown): void => {
      if (current === opened) forget();
      rejectAll(opened, error);
    };
    batches
      .on('data', (answer: messages.BatchAppendResp) => settle(opened, answer))
      .on('error', end)
      .on('end', () => end(new NoAnswer('the server ended the stream of appends')));
    current = opened;
    return opened;
  }

  function forget(): void {
    opening = undefined;
    current = undefined;
  }

  return {
    async append(write) {
      opening ??= open().catch((error: unknown) => {
        forget();
        throw error;
      });
      const { batches, waiting } = await opening;
      if (batches.destroyed || batches.writableEnded) {
        forget();
        throw new NoAnswer('the stream of appends broke');
      }
      const id = randomUUID();
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        // The caller bounds what is under way, so nothing waits here for the stream to drain.
        batches.write(request(id, write), (error?: Error | null) => {
          if (error && waiting.delete(id)) reject(error);
        });
      });
    },
    abandon(reason) {
      const broken = current;
      if (!broken) return;
      forget();
      broken.batches.cancel();
      rejectAll(broken, reason);
    },
  };
}

function rejectAll({ waiting }: Open, error: unknown): void {
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
}

/** The parts of the client that open a call on its connection are meant for what extends it. */
class BatchingClient extends EventStoreDBClient {
  static open(client: EventStoreDBClient): Promise<Batches> {
    const { GRPCStreamCreator, callArguments } = client as BatchingClient;
    const batches = GRPCStreamCreator(services.StreamsClient, 'batchAppend', (calls) =>
      calls.batchAppend(...callArguments({}, { deadline: Number.POSITIVE_INFINITY })),
    );
    return batches();
  }
}

/** Options that say no more than that the stream must have no events, as they are written: field 3, an empty message. */
const noStream = Uint8Array.of(0x1a, 0x00);

function request(id: string, { stream, expected, events, texts }: EncodedWrite): messages.BatchAppendReq {
  const options =
    expected === 'none'
      ? messages.BatchAppendReq.Options.deserializeBinary(noStream)
      : new messages.BatchAppendReq.Options().setStreamPosition(String(expected));
  options.setStreamIdentifier(identifierOf(stream));
  // No deadline: it would be told as a time, and the server's clock may be another one.
  const whole = new messages.BatchAppendReq();
  whole.setCorrelationId(uuidOf(id));
  whole.setOptions(options);
  whole.setIsFinal(true);
  for (const [i, event] of events.entries()) {
    const message = new messages.BatchAppendReq.ProposedMessage();
    message.setId(uuidOf(event.id));
    message.getMetadataMap().set('type', event.type).set('content-type', 'application/json');
    message.setData(Buffer.from(texts[i]!));
    message.setCustomMetadata(metadataBytes(event.metadata));
    whole.addProposedMessages(message);
  }
  return whole;
}

function identifierOf(stream: StreamName): shared.StreamIdentifier {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  return identifier;
}

function uuidOf(id: string): shared.UUID {
  const uuid = new shared.UUID();
  uuid.setString(id);
  return uuid;
}

function settle({ waiting }: Open, answer: messages.BatchAppendResp): void {
  const id = idOf(answer.getCorrelationId());
  const one = waiting.get(id);
  // Of an append that was given up: it is tried again already.
  if (!one) return;
  waiting.delete(id);
  const error = answer.getError();
  const position = answer.getSuccess()?.getPosition();
  if (position) one.resolve(BigInt(position.getCommitPosition()));
  else if (error) one.reject(failure(error, answer));
  else one.reject(new NoAnswer('the server answered an append without a position'));
}

/** A server writes the ids that it was given as text, and its own as two halves. */
function idOf(id: shared.UUID | undefined): string {
  const halves = id?.getStructured();
  if (!halves) return id?.getString() ?? '';
  const hex = [halves.getMostSignificantBits(), halves.getLeastSignificantBits()]
    .map((half) => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0'))
    .join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The error that the client's own append would have thrown. */
function failure(error: Status, answer: messages.BatchAppendResp): Error {
  const stream = Buffer.from(answer.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
  const details = error.getDetails();
  const type = details?.getTypeName() ?? '';
  const bytes = details?.getValue_asU8() ?? new Uint8Array();
  switch (type) {
    case 'event_store.client.WrongExpectedVersion':
      return WrongExpectedVersionError.fromWrongExpectedVersion(
        shared.WrongExpectedVersion.deserializeBinary(bytes),
        stream,
      );
    case 'event_store.client.StreamDeleted':
      return StreamDeletedError.fromStreamName(stream);
    case 'event_store.client.Timeout':
      return new DeadlineExceededError();
    case 'event_store.client.MaximumAppendSizeExceeded':
      return MaxAppendSizeExceededError.fromMaxAppendSize(
        shared.MaximumAppendSizeExceeded.deserializeBinary(bytes).getMaxappendsize(),
      );
    default:
      return /Not Ready|Busy|leader/i.test(error.getMessage())
        ? new UnavailableError(undefined, error.getMessage())
        : new UnknownError(undefined, `EventStoreDB refused an append: ${error.getMessage() || type || 'no reason'}`);
  }
}
