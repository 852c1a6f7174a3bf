/**
 * An EventStoreDB server in this process, as far as the product uses one: it answers the client on the wire, keeps its log
 * in memory, and can be told to fail in the ways that a real one does. It was compared with a real server by running the
 * contract suite on both.
 */

import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import featureServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import services from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type messages from '@eventstore/db-client/generated/streams_pb.js';
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerErrorResponse,
  type ServerReadableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import type { ReadCall } from './calls.test-support.ts';
import { createLog, type Log, type Outcome, type Proposed } from './log.test-support.ts';
import {
  appendAnswer,
  type BatchFailure,
  batchAnswer,
  failures,
  maxAppendBytes,
  proposed,
  streamOf,
  tooLarge,
  uuidOf,
} from './messages.test-support.ts';
import { serveRead } from './reading.test-support.ts';
import { openWire, type Wire } from './wire.test-support.ts';

/** `starting`: the port is open, nothing is served. `stopping`: what is sent breaks in the middle. */
export type ServerState = 'ready' | 'starting' | 'stopping';

export interface FaultServer {
  /** What a single node is asked for. */
  readonly url: string;
  /** The same server as a member of a cluster, found by gossip. */
  readonly clusterUrl: string;
  readonly log: Log;
  readonly wire: Wire;
  become(state: ServerState): void;
  /** Gossip names no member that is alive, until it is told otherwise. */
  hide(hidden: boolean): void;
  /** After so many more appends are applied nothing is answered any more, and the connections break as by a kill. */
  killAfter(applied: number): Promise<void>;
  /** Drops every subscriber. */
  dropSubscriptions(): void;
  /** Appends on the shared stream and by themselves that are applied since the server started. */
  applied(): number;
  close(): Promise<void>;
}

/** Milliseconds after which a second append of what is under way is answered with a timeout: 2 s on a real server. */
const duplicateMs = 250;

/** @param log what the server holds already */
export async function startServer(log: Log = createLog()): Promise<FaultServer> {
  const drops = new Set<() => void>();
  const underWay = new Set<string>();
  let state: ServerState = 'ready';
  let hidden = false;
  let applied = 0;
  let silentAfter = Number.POSITIVE_INFINITY;
  let onSilent: (() => void) | undefined;

  /** Answers once the log has it: not at once, so that others arrive meanwhile, and in the order of arrival. */
  function append(
    stream: string,
    expected: number,
    events: readonly Proposed[],
    answer: (outcome: Outcome | BatchFailure) => void,
  ): void {
    const bytes = events.reduce((sum, { data }) => sum + data.length, 0);
    const key = [stream, expected, ...events.map(({ id }) => id)].join();
    if (bytes > maxAppendBytes) answer({ kind: 'too-large' });
    else if (underWay.has(key)) setTimeout(() => answer({ kind: 'timeout' }), duplicateMs);
    else write(key, stream, expected, events, answer);
  }

  function write(
    key: string,
    stream: string,
    expected: number,
    events: readonly Proposed[],
    answer: (outcome: Outcome) => void,
  ): void {
    underWay.add(key);
    setImmediate(() => {
      underWay.delete(key);
      if (applied >= silentAfter) return;
      const outcome = log.append(stream, expected, events);
      applied += 1;
      if (applied >= silentAfter) onSilent?.();
      else answer(outcome);
    });
  }

  const unaryAppend = (
    call: ServerReadableStream<messages.AppendReq, messages.AppendResp>,
    done: sendUnaryData<messages.AppendResp>,
  ): void => {
    let options: messages.AppendReq.Options | undefined;
    const events: Proposed[] = [];
    let refused: Partial<ServerErrorResponse> | undefined;
    call.on('data', (request: messages.AppendReq) => {
      options ??= request.getOptions();
      const message = request.getProposedMessage();
      try {
        if (message) events.push(proposed(message));
      } catch {
        refused = failures.badRequest;
      }
    });
    call.on('end', () => {
      refused ??= { ready: undefined, starting: failures.notReady, stopping: failures.shuttingDown }[state];
      if (refused || !options) return done(refused ?? failures.badRequest);
      const stream = streamOf(options.getStreamIdentifier());
      const expected = options.hasNoStream() ? -1 : Number(options.getRevision());
      append(stream, expected, events, (outcome) => {
        if (outcome.kind === 'written' || outcome.kind === 'wrong-version') done(null, appendAnswer(outcome));
        else done(outcome.kind === 'too-large' ? tooLarge() : failures.timeout);
      });
    });
  };

  const batchAppend = (call: ServerDuplexStream<messages.BatchAppendReq, messages.BatchAppendResp>): void => {
    const parts = new Map<string, { stream: string; expected: number; events: Proposed[] }>();
    call.on('data', (request: messages.BatchAppendReq) => {
      const id = request.getCorrelationId();
      const key = id?.getString() ?? '';
      const options = request.getOptions();
      if (options)
        parts.set(key, {
          stream: streamOf(options.getStreamIdentifier()),
          expected: options.hasNoStream() ? -1 : Number(options.getStreamPosition()),
          events: [],
        });
      const part = parts.get(key);
      if (!part) return;
      const answer = (outcome: Outcome | BatchFailure): void => {
        if (!call.destroyed) call.write(batchAnswer(id, part.stream, outcome));
      };
      if (state === 'stopping') return void call.emit('error', failures.shuttingDown);
      if (state === 'starting') return answer({ kind: 'not-ready' });
      try {
        part.events.push(...request.getProposedMessagesList().map(proposed));
      } catch (error) {
        return answer({ kind: 'bad-request', message: String(error) });
      }
      if (!request.getIsFinal()) return;
      parts.delete(key);
      append(part.stream, part.expected, part.events, answer);
    });
    call.on('end', () => call.end());
  };

  const read = (call: ReadCall): void => {
    if (state === 'starting') return void call.emit('error', failures.notReady);
    if (state === 'stopping') return void call.emit('error', failures.shuttingDown);
    const drop = serveRead(log, call);
    if (!drop) return;
    drops.add(drop);
    call.on('close', () => drops.delete(drop));
  };

  const supported: handleUnaryCall<unknown, features.SupportedMethods> = (_, done) => {
    const methods = ['read', 'append', 'batchappend'].map((name) =>
      new features.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
    );
    done(null, new features.SupportedMethods().setMethodsList(methods).setEventStoreServerVersion('23.10.7'));
  };

  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  server.addService(services.StreamsService, {
    read,
    append: unaryAppend,
    batchAppend,
    delete: never,
    tombstone: never,
  });
  server.addService(featureServices.ServerFeaturesService, { getSupportedMethods: supported });
  server.addService(gossipServices.GossipService, {
    read: ((_, done) => done(null, members())) as handleUnaryCall<unknown, gossip.ClusterInfo>,
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const wire = await openWire(port);

  function members(): gossip.ClusterInfo {
    const member = new gossip.MemberInfo()
      .setInstanceId(uuidOf('00000000-0000-4000-8000-000000000001'))
      .setTimeStamp('0')
      .setState(gossip.MemberInfo.VNodeState.LEADER)
      .setIsAlive(!hidden)
      .setHttpEndPoint(new gossip.EndPoint().setAddress('127.0.0.1').setPort(wire.port));
    return new gossip.ClusterInfo().setMembersList([member]);
  }

  return {
    url: `esdb://127.0.0.1:${wire.port}?tls=false`,
    clusterUrl: `esdb+discover://127.0.0.1:${wire.port}?tls=false&maxDiscoverAttempts=2&discoveryInterval=20`,
    log,
    wire,
    become(next) {
      state = next;
    },
    hide(next) {
      hidden = next;
    },
    killAfter: (count) =>
      new Promise((resolve) => {
        silentAfter = applied + count;
        onSilent = () =>
          void wire.goAway().then(() => {
            silentAfter = Number.POSITIVE_INFINITY;
            resolve();
          });
      }),
    dropSubscriptions() {
      for (const drop of drops) drop();
    },
    applied: () => applied,
    async close() {
      await wire.close();
      server.forceShutdown();
    },
  };
}

const never = (): never => {
  throw new Error('the product deletes nothing');
};
