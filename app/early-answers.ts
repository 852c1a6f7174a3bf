/** What is answered before there is a request: headers that cannot be read, are too large, or do not come. */
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { securityHeaders } from '../api/headers.ts';

const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const advice: Readonly<Record<number, string>> = {
  400: 'The request is no HTTP that can be read. Send it again as a client of HTTP/1.1 does.',
  408: 'The request did not arrive in time. Send it again.',
  413: 'The request’s pieces carry too much besides their content. Send them without extensions.',
  431: 'The request’s headers and address are too large. Send shorter ones.',
};

/** Answers such requests as all others are: with the headers of every answer, and what to do. */
export function answerEarly(server: Server): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request, response) => answering.set(request.socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const response = answering.get(socket);
    const isUnderWay = response?.headersSent === true && !response.writableFinished;
    // Nobody listens, or half an answer has gone out already: another one would be taken for its rest.
    if (!socket.writable || error.code === 'ECONNRESET' || isUnderWay) return void socket.destroy();
    const status = statuses[error.code ?? ''] ?? 400;
    socket.end(written(status), () => (socket as Socket).destroySoon());
  });
}

function written(status: number): string {
  const body = JSON.stringify({ error: { code: 'unreadable', message: advice[status] } });
  const headers = {
    ...securityHeaders,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': `${Buffer.byteLength(body)}`,
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}
