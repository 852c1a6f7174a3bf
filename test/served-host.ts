/**
 * Lets a test's own requests find the proxy and trust it, as a name server and an authority would: its name leads to this
 * machine, and its certificate is known. Browsers are told the same when they are opened.
 */
import dns from 'node:dns';
import tls from 'node:tls';
import { inject } from 'vitest';

const behind = inject('servedBehind');
if (behind) {
  const here = (name: unknown): unknown => (name === behind.host ? '127.0.0.1' : name);
  const { lookup } = dns;
  const { lookup: promised } = dns.promises;
  Object.assign(dns, {
    lookup: (name: unknown, ...rest: readonly unknown[]) => Reflect.apply(lookup, dns, [here(name), ...rest]),
  });
  Object.assign(dns.promises, {
    lookup: (name: unknown, ...rest: readonly unknown[]) =>
      Reflect.apply(promised, dns.promises, [here(name), ...rest]),
  });
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), behind.certificate]);
}
