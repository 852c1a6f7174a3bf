/** What is said on the wire, made of the client's own generated messages. */
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statuses from '@eventstore/db-client/generated/status_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import { Metadata, type ServerErrorResponse, status } from '@grpc/grpc-js';
import type { Outcome, Proposed, Stored } from './log.test-support.ts';

/** Bytes of data that one append may hold. Metadata is not counted. */
export const maxAppendBytes = 1024 * 1024;

export const uuidOf = (id: string): shared.UUID => new shared.UUID().setString(id);

const identifierOf = (stream: string): shared.StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(stream));

export const streamOf = (identifier: shared.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

/** What both ways of appending propose. */
export interface ProposedMessage {
  getId(): shared.UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @throws where the server would call it a bad request */
export function proposed(message: ProposedMessage): Proposed {
  const id = message.getId()?.getString() ?? '';
  const type = message.getMetadataMap().get('type') ?? '';
  if (!uuidPattern.test(id)) throw new Error(`no UUID: ${id}`);
  if (type === '') throw new Error('an event needs a type');
  return {
    id,
    type,
    contentType: message.getMetadataMap().get('content-type') ?? 'application/octet-stream',
    data: Uint8Array.from(message.getData_asU8()),
    metadata: Uint8Array.from(message.getCustomMetadata_asU8()),
  };
}

/** Milliseconds as the server tells times: in tenths of a microsecond. */
const ticksPerMillisecond = 10_000n;

export function eventMessage(record: Stored): messages.ReadResp {
  const event = new messages.ReadResp.ReadEvent.RecordedEvent()
    .setId(uuidOf(record.id))
    .setStreamIdentifier(identifierOf(record.stream))
    .setStreamRevision(String(record.revision))
    .setCommitPosition(String(record.position))
    .setPreparePosition(String(record.position));
  event
    .getMetadataMap()
    .set('type', record.type)
    .set('content-type', record.contentType)
    .set('created', String(BigInt(record.created) * ticksPerMillisecond));
  event.setData(record.data);
  event.setCustomMetadata(record.metadata);
  const read = new messages.ReadResp.ReadEvent().setEvent(event).setCommitPosition(String(record.position));
  return new messages.ReadResp().setEvent(read);
}

export const confirmationMessage = (id: string): messages.ReadResp =>
  new messages.ReadResp().setConfirmation(new messages.ReadResp.SubscriptionConfirmation().setSubscriptionId(id));

export const caughtUpMessage = (): messages.ReadResp =>
  new messages.ReadResp().setCaughtUp(new messages.ReadResp.CaughtUp());

export const checkpointMessage = (position: bigint): messages.ReadResp =>
  new messages.ReadResp().setCheckpoint(
    new messages.ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position)),
  );

export const notFoundMessage = (stream: string): messages.ReadResp =>
  new messages.ReadResp().setStreamNotFound(
    new messages.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream)),
  );

/** Why an append on the shared stream failed. */
export type BatchFailure =
  | { readonly kind: 'wrong-version'; readonly current: number }
  | { readonly kind: 'too-large' | 'timeout' | 'not-ready' }
  | { readonly kind: 'bad-request'; readonly message: string };

export function batchAnswer(
  id: shared.UUID | undefined,
  stream: string,
  outcome: Outcome | BatchFailure,
): messages.BatchAppendResp {
  const answer = new messages.BatchAppendResp().setCorrelationId(id).setStreamIdentifier(identifierOf(stream));
  if (outcome.kind !== 'written') return answer.setError(batchError(outcome));
  const position = new shared.AllStreamPosition()
    .setCommitPosition(String(outcome.position))
    .setPreparePosition(String(outcome.position));
  const success = new messages.BatchAppendResp.Success()
    .setCurrentRevision(String(outcome.revision))
    .setPosition(position);
  return answer.setSuccess(success);
}

function batchError(failure: BatchFailure): statuses.Status {
  switch (failure.kind) {
    case 'wrong-version': {
      const details = new shared.WrongExpectedVersion();
      if (failure.current >= 0) details.setCurrentStreamRevision(String(failure.current));
      return statusOf('Wrong expected version', 'WrongExpectedVersion', details.serializeBinary());
    }
    case 'too-large': {
      const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(maxAppendBytes);
      return statusOf('Maximum append size exceeded', 'MaximumAppendSizeExceeded', details.serializeBinary());
    }
    case 'timeout':
      return statusOf('Timeout', 'Timeout', new Uint8Array());
    case 'not-ready':
      return statusOf('Server Is Not Ready', 'Nothing', new Uint8Array());
    case 'bad-request':
      return statusOf(failure.message, 'BadRequest', new Uint8Array());
  }
}

/** A status with details, as it is written: the client brings no message of its own for details of any kind. */
function statusOf(message: string, type: string, details: Uint8Array): statuses.Status {
  const any = Buffer.concat([
    field(1, Buffer.from(`type.googleapis.com/event_store.client.${type}`)),
    field(2, details),
  ]);
  return statuses.Status.deserializeBinary(Buffer.concat([field(2, Buffer.from(message)), field(3, any)]));
}

/** A field of bytes of a message of at most 16 KiB. */
function field(number: number, bytes: Uint8Array): Buffer {
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7];
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
}

/** The answer to an append that came by itself. */
export function appendAnswer(outcome: Outcome): messages.AppendResp {
  const answer = new messages.AppendResp();
  if (outcome.kind === 'written') {
    const position = new messages.AppendResp.Position()
      .setCommitPosition(String(outcome.position))
      .setPreparePosition(String(outcome.position));
    return answer.setSuccess(
      new messages.AppendResp.Success().setCurrentRevision(String(outcome.revision)).setPosition(position),
    );
  }
  const wrong = new messages.AppendResp.WrongExpectedVersion();
  if (outcome.current < 0) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(outcome.current));
  return answer.setWrongExpectedVersion(wrong);
}

const failing = (code: status, details: string, exception?: string): ServerErrorResponse => {
  const metadata = new Metadata();
  if (exception !== undefined) metadata.set('exception', exception);
  return { name: 'Error', message: details, code, details, metadata };
};

export const failures = {
  tooSlow: failing(
    status.ABORTED,
    'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
  ),
  timeout: failing(status.ABORTED, 'Operation timed out: '),
  notReady: failing(status.UNAVAILABLE, 'Server Is Not Ready'),
  shuttingDown: failing(status.INTERNAL, 'Received RST_STREAM with code 2 triggered by internal client error'),
  noBoundary: failing(status.UNKNOWN, 'Unexpected ReadAllResult: Error'),
  badRequest: failing(status.INVALID_ARGUMENT, 'Bad request'),
} as const;

export function tooLarge(): ServerErrorResponse {
  const failure = failing(status.INVALID_ARGUMENT, 'Maximum Append Size Exceeded', 'maximum-append-size-exceeded');
  failure.metadata?.set('maximum-append-size', String(maxAppendBytes));
  return failure;
}
