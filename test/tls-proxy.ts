/** A proxy with TLS on another host name, as the manual asks for one before the product: a few lines, and a certificate of its own. */
import { createHash, X509Certificate } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './certificate.ts';

export interface TlsProxy {
  /** What people type, which leads here once the name does: `https://coach.test:41234`. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** PEM. */
  readonly certificate: string;
  /** Digest of the certificate's key, base64: what Chromium is told to trust. */
  readonly keyDigest: string;
  /** Passes requests on to here from now on. */
  readonly passOnTo: (url: string) => void;
  readonly close: () => void;
}

/**
 * The client's address is passed on behind what it says of others; a test names another one with `x-test-client`. The host
 * is not passed on: the product has to know its own name.
 */
export async function openTlsProxy(host: string): Promise<TlsProxy> {
  const { key, cert } = selfSigned(host);
  let target = '';
  const proxy = https.createServer({ key, cert }, (request, response) => {
    const before = request.headers['x-forwarded-for'];
    const forwarded = [before, request.headers['x-test-client'] ?? request.socket.remoteAddress].filter(Boolean);
    const headers = { ...request.headers, host: 'inside', 'x-forwarded-for': forwarded.join(', ') };
    const given = { method: request.method ?? 'GET', headers, path: request.url ?? '/' };
    const passed = http.request(target + given.path, given, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    response.on('close', () => passed.destroy());
    request.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const spki = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return {
    url: `https://${host}:${port}`,
    host,
    port,
    certificate: cert,
    keyDigest: createHash('sha256').update(spki).digest('base64'),
    passOnTo: (url) => {
      target = url;
    },
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
