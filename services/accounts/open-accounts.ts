/** The accounts over the database. */
import type pg from 'pg';
import { roles } from '../../commands/roles.ts';
import type { Uuid } from '../../domain/ids.ts';
import { localised } from '../../domain/language.ts';
import type { KeyRing } from '../../eventstore/sealing/keys.ts';
import { Refused } from '../refused.ts';
import { accountIn, claims, lifetimeSeconds, signAccessToken } from './access-tokens.ts';
import type { Account, Accounts, Session } from './accounts.ts';
import { accountId } from './keep-accounts.ts';
import { lockoutIn } from './lockout.ts';
import { isPassword, pretendToCheck } from './passwords.ts';
import { refreshTokensIn } from './refresh-tokens.ts';
import { signingKeysIn } from './signing-keys.ts';

const words = {
  invalid: localised(
    'Adresse ou mot de passe inconnus. Vérifiez-les ; les comptes du premier démarrage sont dans credentials.json.',
    'Unknown e-mail address or password. Check both; the accounts of the first start are in credentials.json.',
    'E-Mail-Adresse oder Passwort sind unbekannt. Prüfen Sie beides; die Konten des ersten Starts stehen in credentials.json.',
    'Indirizzo o password sconosciuti. Verificateli; gli account del primo avvio sono in credentials.json.',
  ),
  locked: localised(
    'Trop d’essais manqués. Réessayez dans {minutes} min.',
    'Too many failed attempts. Try again in {minutes} min.',
    'Zu viele Fehlversuche. Versuchen Sie es in {minutes} min erneut.',
    'Troppi tentativi falliti. Riprovate tra {minutes} min.',
  ),
  ended: localised(
    'La session est terminée. Connectez-vous de nouveau.',
    'The session has ended. Sign in again.',
    'Die Sitzung ist beendet. Melden Sie sich erneut an.',
    'La sessione è terminata. Accedete di nuovo.',
  ),
};

interface Row {
  readonly account_id: Uuid;
  readonly email: string;
  readonly roles: readonly string[];
  readonly password_hash: string;
}

/** One after the other for an account, so that guesses made at the same time are counted before the next is heard. */
function inTurn(): <T>(id: Uuid, work: () => Promise<T>) => Promise<T> {
  const turns = new Map<Uuid, Promise<unknown>>();
  return (id, work) => {
    const turn = (turns.get(id) ?? Promise.resolve()).catch(() => {}).then(work);
    turns.set(id, turn);
    const leave = (): void => {
      if (turns.get(id) === turn) turns.delete(id);
    };
    turn.then(leave, leave);
    return turn;
  };
}

export function openAccounts(sql: pg.Pool, ring: KeyRing): Accounts {
  const keys = signingKeysIn(sql, ring);
  const refreshTokens = refreshTokensIn(sql);
  const lockout = lockoutIn(sql);
  const turn = inTurn();

  async function find(id: Uuid): Promise<(Account & { readonly passwordHash: string }) | undefined> {
    const { rows } = await sql.query<Row>('select * from accounts.account where account_id = $1', [id]);
    const [row] = rows;
    if (!row) return undefined;
    const held = roles.filter((role) => row.roles.includes(role));
    return { id: row.account_id, email: row.email, roles: held, passwordHash: row.password_hash };
  }

  async function account(id: string): Promise<Account | undefined> {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return undefined;
    const found = await find(id);
    return found && { id: found.id, email: found.email, roles: found.roles };
  }

  const session = async (id: Uuid, refreshToken: string): Promise<Session> => ({
    accessToken: await signAccessToken(keys, id),
    refreshToken,
    expiresIn: lifetimeSeconds,
  });

  async function signIn(email: string, password: string, from: string): Promise<Session> {
    const found = await find(accountId(email));
    const rest = await lockout.rest(found?.id, from);
    if (rest > 0)
      throw new Refused({
        code: 'locked-out',
        status: 429,
        retryAfter: rest,
        text: (language) => words.locked[language].replace('{minutes}', `${Math.ceil(rest / 60)}`),
      });
    const right = found ? await isPassword(password, found.passwordHash) : await pretendToCheck(password);
    if (!found || !right) {
      await lockout.failed(found?.id, from);
      throw new Refused({ code: 'invalid-credentials', status: 401, text: (language) => words.invalid[language] });
    }
    await lockout.succeeded(found.id);
    return session(found.id, await refreshTokens.begin(found.id));
  }

  return {
    claims,
    account,
    signIn: (email, password, from) => turn(accountId(email), () => signIn(email, password, from)),
    async refresh(token) {
      const replaced = await refreshTokens.replace(token);
      if (!replaced)
        throw new Refused({ code: 'session-ended', status: 401, text: (language) => words.ended[language] });
      return session(replaced.account, replaced.token);
    },
    signOut: (token) => refreshTokens.end(token),
    async verify(token) {
      const id = await accountIn(keys, token);
      return id === undefined ? undefined : account(id);
    },
    publicKey: async (kid) => (kid === undefined ? undefined : (await keys.find(kid))?.publicKey),
    keySet: async () => ({
      keys: (await keys.all()).map(({ kid, publicJwk }) => ({ ...publicJwk, kid, alg: claims.algorithm, use: 'sig' })),
    }),
  };
}
