/**
 * Opens a file at a URL. Only https, only addresses of the public internet: the name is resolved once, what it resolves to
 * is vetted, and the connection goes to that very address, so that neither a redirect nor a changing name leads inside.
 */
import { lookup as resolve } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';

const redirects = 3;
/** Milliseconds without a byte after which a server is given up. */
const silenceMs = 30_000;
/** Milliseconds until the whole file has come, redirects included: a server that sends a byte now and then is no source. */
const totalMs = 30 * 60_000;

export class DownloadRefused extends Error {
  override readonly name = 'DownloadRefused';
  /** `scheme`, `credentials`, `address`, `redirects`, `status`, `unreachable`, `slow` */
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Ranges that are not the public internet (IANA special-purpose registries). */
const special = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(net, prefix, 'ipv4');
/** Of IPv6, only global unicast is public, and of that not what embeds or documents other addresses. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  special.addSubnet(net, prefix, 'ipv6');

/** Whether an address is on the public internet. */
export const isPublic = (address: string): boolean => {
  if (isIP(address) === 4) return !special.check(address, 'ipv4');
  return isIP(address) === 6 && globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
};

const vettedLookup: LookupFunction = (hostname, options, answer) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return answer(error, '', 4);
    const refused = addresses.find(({ address }) => !isPublic(address));
    if (refused || addresses.length === 0) {
      const what = `${hostname} is at ${refused?.address ?? 'no address'}, which is not on the public internet`;
      return answer(new DownloadRefused('address', what), '', 4);
    }
    if (options.all) return answer(null, addresses);
    return answer(null, addresses[0]!.address, addresses[0]!.family);
  });
};

/**
 * @param withinMs until the whole file has come; the stream that is answered fails with DownloadRefused `slow` after that
 * @throws DownloadRefused for anything but a readable https file on the public internet, and where it does not come in time
 */
export async function download(address: string, withinMs = totalMs): Promise<Readable> {
  let url = new URL(address);
  const late = AbortSignal.timeout(withinMs);
  for (let hop = 0; hop <= redirects; hop++) {
    const answer = await get(url, late);
    const status = answer.statusCode ?? 0;
    if (status === 200) return untilLate(answer, url, late);
    answer.resume();
    const { location } = answer.headers;
    if (status < 300 || status > 399 || !location)
      throw new DownloadRefused('status', `${url.host} answered ${status} instead of a file`);
    url = new URL(location, url);
  }
  throw new DownloadRefused('redirects', `${new URL(address).host} redirects more than ${redirects} times`);
}

function vet(url: URL): void {
  if (url.protocol !== 'https:')
    throw new DownloadRefused('scheme', `only https addresses are read, not ${url.protocol}`);
  if (url.username || url.password)
    throw new DownloadRefused('credentials', 'an address must not carry a user or password');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !isPublic(host)) throw new DownloadRefused('address', `${host} is not on the public internet`);
}

const tooSlow = (url: URL): DownloadRefused => new DownloadRefused('slow', `${url.host} did not send the file in time`);

/** Breaks an answer off that is still arriving when the time is over. */
export function untilLate(answer: IncomingMessage, url: URL, late: AbortSignal): IncomingMessage {
  const breakOff = (): void => void answer.destroy(tooSlow(url));
  // Told to whoever reads it, also where that begins later.
  answer.on('error', () => undefined);
  if (late.aborted) breakOff();
  late.addEventListener('abort', breakOff, { once: true });
  answer.once('close', () => late.removeEventListener('abort', breakOff));
  return answer;
}

async function get(url: URL, late: AbortSignal): Promise<IncomingMessage> {
  vet(url);
  return new Promise((done, fail) => {
    const end = (): void => void asked.destroy(tooSlow(url));
    late.addEventListener('abort', end, { once: true });
    const asked = request(url, { lookup: vettedLookup, agent: false, headers: { accept: '*/*' } }, (answer) => {
      late.removeEventListener('abort', end);
      done(answer);
    });
    asked.setTimeout(silenceMs, () => asked.destroy(new Error(`no answer for ${silenceMs / 1000} s`)));
    asked.on('error', (error) => {
      if (error instanceof DownloadRefused) fail(error);
      else fail(new DownloadRefused('unreachable', `${url.host} cannot be read: ${error.message}`, { cause: error }));
    });
    asked.end();
  });
}
