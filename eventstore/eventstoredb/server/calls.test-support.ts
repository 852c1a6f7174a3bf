/** Calls that the server answers with a stream of messages. */
import type messages from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';

export type ReadCall = ServerWritableStream<messages.ReadReq, messages.ReadResp>;

const endings = ['drain', 'close', 'cancelled', 'error'] as const;

/** Sends a message, and waits where the client does not keep up. */
export function send(call: ReadCall, message: messages.ReadResp): Promise<void> | undefined {
  if (call.write(message)) return undefined;
  return new Promise((resolve) => {
    const done = (): void => {
      for (const ending of endings) call.off(ending, done);
      resolve();
    };
    for (const ending of endings) call.on(ending, done);
  });
}
