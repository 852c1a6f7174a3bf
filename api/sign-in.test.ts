/** Signing in over HTTP, and tokens that are not to be believed. */
import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyEncryptionKey } from '../app/keys.ts';
import { keyRing } from '../eventstore/sealing/keys.ts';
import { claims } from '../services/accounts/access-tokens.ts';
import { accountId } from '../services/accounts/keep-accounts.ts';
import { signingKeysIn } from '../services/accounts/signing-keys.ts';
import { freshApi, type TestApi } from './api.test-support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await freshApi();
});
afterAll(() => api.remove());

const login = (json: unknown) => api.ask('nobody', '/auth/login', { json });

describe('signing in', () => {
  test('gives a token that says who one is, and a refresh token that is good once', async () => {
    const { status, json: session } = await login(api.passwordOf('scientist'));
    expect(status).toBe(422); // roles are no business of whoever signs in
    const { email, password } = api.passwordOf('scientist');
    const first = await login({ email, password });
    expect(first.status).toBe(200);
    expect(session).toMatchObject({ params: { errors: [{ in: 'body', name: 'roles' }] } });
    const me = await api.ask('nobody', '/auth/me', { headers: { Authorization: `Bearer ${first.json.accessToken}` } });
    expect(me.json).toEqual({ id: accountId(email), email, roles: ['scientist'] });

    const { refreshToken } = first.json;
    const second = await api.ask('nobody', '/auth/refresh', { json: { refreshToken } });
    expect(second.status).toBe(200);
    expect(second.json.refreshToken).not.toBe(refreshToken);
    const stolen = await api.ask('nobody', '/auth/refresh', { json: { refreshToken } });
    expect([stolen.status, stolen.json.code]).toEqual([401, 'session-ended']);
    const family = await api.ask('nobody', '/auth/refresh', { json: { refreshToken: second.json.refreshToken } });
    expect(family.status).toBe(401);
  });

  test('ends', async () => {
    const { email, password } = api.passwordOf('scientist');
    const { refreshToken } = (await login({ email, password })).json;
    const out = await api.ask('nobody', '/auth/logout', { json: { refreshToken } });
    expect([out.status, out.text]).toEqual([204, '']);
    expect((await api.ask('nobody', '/auth/logout', { json: { refreshToken } })).status).toBe(204);
    expect((await api.ask('nobody', '/auth/refresh', { json: { refreshToken } })).status).toBe(401);
  });

  test('rests after failures in a row, with the same answers and delays whether there is such an account or not', async () => {
    const answers = async (email: string) => {
      const all = [];
      for (let i = 0; i < 6; i++) {
        const { status, json, headers } = await login({ email, password: `guess ${i}` });
        const { correlationId: _, ...said } = json;
        all.push({ status, said, retryAfter: headers.get('Retry-After'), challenge: headers.get('WWW-Authenticate') });
      }
      return all;
    };
    const known = await answers(api.passwordOf('admin').email);
    expect(known.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(known[0]).toMatchObject({
      said: { code: 'invalid-credentials' },
      challenge: expect.stringContaining('Bearer'),
    });
    expect(known[5]).toMatchObject({ said: { code: 'locked-out' }, retryAfter: expect.stringMatching(/^[1-9]\d?$/) });
    const inWaiting = ({ said, ...one }: (typeof known)[number]) => ({
      ...one,
      said: { ...said, detail: '', params: {} },
    });
    const unknown = await answers('nobody@healthai.local');
    expect(unknown.slice(0, 5)).toEqual(known.slice(0, 5));
    expect({ ...inWaiting(unknown[5]!), retryAfter: '' }).toEqual({ ...inWaiting(known[5]!), retryAfter: '' });
    // The right password has to wait as well: else the wait would tell guesses apart.
    const { email, password } = api.passwordOf('admin');
    expect((await login({ email, password })).status).toBe(429);
  });

  test('leaves neither addresses nor passwords in the log', async () => {
    const { email, password } = api.passwordOf('scientist');
    await login({ email, password });
    await login({ email, password: 'a wrong secret' });
    const lines = api.logged.join('\n');
    expect(lines).toContain('/api/v1/auth/login');
    for (const secret of [email, password, 'a wrong secret', 'healthai.local']) expect(lines).not.toContain(secret);
  });
});

describe('a token', () => {
  const subject = () => accountId(api.passwordOf('auditor').email);
  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ours = () => signingKeysIn(api.system.sql, keyRing(keyEncryptionKey(api.system.dataDir, undefined))).current();

  /** A session of theirs. */
  const lasting = async (): Promise<string> => {
    const { email, password } = api.passwordOf('auditor');
    await login({ email, password });
    const { rows } = await api.system.sql.query<{ session_id: string }>(
      'select session_id from accounts.session where account_id = $1',
      [subject()],
    );
    return rows[0]!.session_id;
  };

  interface Claims {
    readonly alg?: string;
    readonly kid?: string | undefined;
    readonly key?: KeyObject | Uint8Array;
    readonly subject?: string;
    readonly session?: string;
    readonly issuer?: string;
    readonly audience?: string;
    readonly expires?: string | number;
  }
  async function signed(more: Claims = {}): Promise<string> {
    const { kid, privateKey } = await ours();
    const all = {
      alg: 'ES256',
      kid,
      key: privateKey,
      subject: subject(),
      session: await lasting(),
      expires: '5 min',
      ...claims,
      ...more,
    };
    return new SignJWT({ sid: all.session })
      .setProtectedHeader({ alg: all.alg, ...(all.kid !== undefined && { kid: all.kid }) })
      .setSubject(all.subject)
      .setIssuer(all.issuer)
      .setAudience(all.audience)
      .setIssuedAt()
      .setExpirationTime(all.expires)
      .sign(all.key);
  }
  const asked = (token: string) => api.ask('nobody', '/auth/me', { headers: { Authorization: `Bearer ${token}` } });

  test('of ours is believed', async () => {
    expect((await asked(await signed())).json).toMatchObject({ roles: ['auditor'] });
  });

  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = async (alg: string): Promise<string> => {
    const [, payload] = (await signed()).split('.');
    const { kid } = await ours();
    return `${encoded({ alg, typ: 'JWT', kid })}.${payload}.`;
  };

  test.each<[string, () => Promise<string>]>([
    ['without a signature', () => unsigned('none')],
    ['without a signature, spelt otherwise', () => unsigned('nOnE')],
    ['that says ES256 and has no signature', () => unsigned('ES256')],
    ['of a foreign key under our key id', () => signed({ key: foreign.privateKey })],
    ['of a key id that is not known', () => signed({ key: foreign.privateKey, kid: 'other' })],
    ['of a key id that is a path', () => signed({ key: foreign.privateKey, kid: '../../dev/null' })],
    ['of no key id', () => signed({ kid: undefined })],
    [
      'signed with our public key as a secret',
      async () => {
        const { publicKey } = await ours();
        return signed({ alg: 'HS256', key: Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }) as string) });
      },
    ],
    ['that is over', () => signed({ expires: Math.floor(Date.now() / 1000) - 1 })],
    ['for somebody else', () => signed({ audience: 'another-api' })],
    ['of somebody else', () => signed({ issuer: 'another' })],
    ['of an account that is not there', () => signed({ subject: accountId('gone@healthai.local') })],
    ['of a session that is not there', () => signed({ session: randomUUID() })],
    ['of a session of somebody else', () => signed({ subject: accountId(api.passwordOf('operator').email) })],
    ['whose session is no id', () => signed({ session: `' or 1=1` })],
    ['of no session, as before sessions were looked up', () => signed({ session: undefined as unknown as string })],
    ['whose subject is no id', () => signed({ subject: `' or 1=1` })],
    ['that is none', async () => 'x.y.z'],
  ])('%s is not', async (_, make) => {
    const { status, json, headers } = await asked(await make());
    expect([status, json.code]).toEqual([401, 'invalid-token']);
    expect(headers.get('WWW-Authenticate')).toContain('error="invalid_token"');
  });

  test('in the address or as another scheme is none', async () => {
    const token = await signed();
    expect((await api.ask('nobody', `/auth/me?access_token=${token}`)).status).toBe(401);
    expect((await api.ask('nobody', '/auth/me', { headers: { Authorization: `Basic ${token}` } })).status).toBe(401);
    expect((await api.ask('nobody', '/auth/me', { headers: { Cookie: `token=${token}` } })).status).toBe(401);
  });

  test('gives the roles held now, not those of when it was signed', async () => {
    const token = await signed();
    const events = () => api.ask('nobody', '/events?limit=1', { headers: { Authorization: `Bearer ${token}` } });
    expect((await events()).status).toBe(200);
    const change = (roles: readonly string[]) =>
      api.system.sql.query('update accounts.account set roles = $2 where account_id = $1', [subject(), roles]);
    await change(['scientist']);
    try {
      expect((await events()).status).toBe(403);
    } finally {
      await change(['auditor']);
    }
  });
});
