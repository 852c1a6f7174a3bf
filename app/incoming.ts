/**
 * What a request asks for and where it comes from: told once, before anything is decided about it. A path that is written in
 * several ways would pass one check as one thing and be answered as another.
 */
import { BlockList, isIP, isIPv6 } from 'node:net';
import type Koa from 'koa';

export interface Incoming {
  /** Origin that people type, where it is another than the server's own: `https://data.example.org`. */
  readonly publicUrl?: string | undefined;
  /** Addresses and ranges (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` is believed; none where left out. */
  readonly trustedProxies?: readonly string[] | undefined;
}

/** Two years, only said over https, where it can be kept. */
const strictTransport = 'max-age=63072000; includeSubDomains';

/** Settles path, address, protocol and host of each request; over https browsers are told to stay there. */
export function incoming({ publicUrl, trustedProxies = [] }: Incoming): Koa.Middleware {
  const seen = publicUrl === undefined ? undefined : new URL(publicUrl);
  const isTrusted = trusting(trustedProxies);
  return async (context, next) => {
    const { req, request } = context;
    const url = canonicalUrl(req.url ?? '/');
    // HTTP/1.1 asks for a host; without one nobody knows what is asked for.
    if (url === undefined || (req.headers.host === undefined && req.httpVersion === '1.1')) context.throw(400);
    req.url = url;
    request.ip = clientAddress(req.socket.remoteAddress ?? '', context.get('X-Forwarded-For'), isTrusted);
    if (seen) {
      // Whoever comes through the proxy sees this and nothing else, whatever the proxy passes on.
      req.headers.host = seen.host;
      Object.defineProperty(request, 'protocol', { value: seen.protocol.slice(0, -1) });
    }
    if (context.secure) context.set('Strict-Transport-Security', strictTransport);
    await next();
  };
}

/**
 * Path and query as every reader of URLs understands them: dot segments, encoded ones too, and backslashes are resolved, and
 * so are slashes at the beginning, which would name another host. Undefined for what is no path.
 */
export function canonicalUrl(asked: string): string | undefined {
  // A proxy asks with the whole address; only its path is ours.
  const relative = /^https?:\/\/[^/?#\\]*/i.exec(asked)?.[0];
  const path = relative === undefined ? asked : asked.slice(relative.length) || '/';
  if (!path.startsWith('/')) return path.startsWith('?') ? `/${path}` : undefined;
  let url = new URL(`http://here${path}`);
  let settled = url.pathname.replace(/^[/\\]+/, '/');
  // What was resolved may begin with slashes again.
  while (settled !== url.pathname) {
    url = new URL(`http://here${settled}${url.search}`);
    settled = url.pathname.replace(/^[/\\]+/, '/');
  }
  return `${url.pathname}${url.search}`;
}

type Trusted = (address: string) => boolean;

/** Whether an address is one of, or lies in one of, what was named. */
export function trusting(named: readonly string[]): Trusted {
  const list = new BlockList();
  for (const one of named) {
    const [address = '', prefix] = one.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/**
 * The address that a request comes from: of those that trusted proxies have passed on the last one that is no such proxy.
 * What stands before it anybody can have written.
 */
export function clientAddress(peer: string, forwarded: string, isTrusted: Trusted): string {
  let address = plainAddress(peer) ?? peer;
  const passedOn = forwarded === '' ? [] : forwarded.split(',');
  while (passedOn.length > 0 && isIP(address) !== 0 && isTrusted(address)) {
    const before = plainAddress(passedOn.pop() ?? '');
    if (before === undefined) break;
    address = before;
  }
  return address;
}

/** An address without brackets, port and the prefix of IPv4 in IPv6; undefined for what is none. */
function plainAddress(written: string): string | undefined {
  const text = written.trim();
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const address = bare.replace(/^::ffff:(?=[\d.]+$)/i, '');
  return isIP(address) === 0 ? undefined : address;
}
