/** Passwords: hashed slowly, in PHC strings that name their own parameters, so that stronger ones can follow. */
import { argon2, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB and two passes; 27 ms on one core. */
const argon = { memory: 19_456, passes: 2, parallelism: 1 } as const;
/** The same source's scrypt, for a Node before 24.7, which has no argon2. */
const scryptCost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 } as const;
const saltBytes = 16;
const hashBytes = 32;

/** Hashes at the same time in this process, whoever asks: each takes a core and 19 MiB. */
const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];
const figures = { hashes: 0, mostAtOnce: 0 };

/** How many passwords were hashed in this process, and how many at the same time at most. */
export const hashingFigures = (): Readonly<typeof figures> => ({ ...figures });

/** Does the slow work when a place is free; who leaves hands the place on. */
async function inTurn<T>(hash: () => Promise<T>): Promise<T> {
  if (running < atOnce) running++;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  figures.hashes++;
  figures.mostAtOnce = Math.max(figures.mostAtOnce, running);
  try {
    return await hash();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

const encode = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

function argonHash(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    argon2('argon2id', { message: password, nonce: salt, tagLength: hashBytes, ...argon }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    ),
  );
}

function scryptHash(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password, salt, hashBytes, scryptCost, (error, hash) => (error ? reject(error) : resolve(hash))),
  );
}

const schemes = {
  [`$argon2id$v=19$m=${argon.memory},t=${argon.passes},p=${argon.parallelism}`]: argonHash,
  [`$scrypt$ln=17,r=${scryptCost.r},p=${scryptCost.p}`]: scryptHash,
};
const [preferred = '', fallback = ''] = Object.keys(schemes);

/** Hashes a password for keeping. */
export async function hashPassword(password: string): Promise<string> {
  const scheme = typeof argon2 === 'function' ? preferred : fallback;
  const salt = randomBytes(saltBytes);
  return `${scheme}$${encode(salt)}$${encode(await inTurn(() => schemes[scheme]!(password, salt)))}`;
}

/** Whether a password is the one that was hashed. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const parts = kept.split('$');
  const [salt, hash] = parts.slice(-2).map((part) => Buffer.from(part, 'base64'));
  const scheme = schemes[parts.slice(0, -2).join('$')];
  if (!scheme || !salt || !hash) throw new Error('a password is kept under a scheme that this release does not know');
  return timingSafeEqual(await inTurn(() => scheme(password, salt)), hash);
}

/** Of nobody's password: no password has this hash. */
const nobodys = `${typeof argon2 === 'function' ? preferred : fallback}$${encode(randomBytes(saltBytes))}$${encode(randomBytes(hashBytes))}`;

/** Takes as long as checking a real password: an unknown e-mail address is not told by the clock. */
export async function pretendToCheck(password: string): Promise<false> {
  await isPassword(password, nobodys);
  return false;
}
