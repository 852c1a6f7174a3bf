/** Passwords: hashed slowly, in PHC strings that name their own parameters, so that stronger ones can follow. */
import { argon2, createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB and two passes; 27 ms on one core. */
const argon = { memory: 19_456, passes: 2, parallelism: 1 } as const;
/** The same source's scrypt, for a Node before 24.7, which has no argon2. */
const scryptCost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 } as const;
const saltBytes = 16;
const hashBytes = 32;

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
  return `${scheme}$${encode(salt)}$${encode(await schemes[scheme]!(password, salt))}`;
}

/** Whether a password is the one that was hashed. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const parts = kept.split('$');
  const [salt, hash] = parts.slice(-2).map((part) => Buffer.from(part, 'base64'));
  const scheme = schemes[parts.slice(0, -2).join('$')];
  if (!scheme || !salt || !hash) throw new Error('a password is kept under a scheme that this release does not know');
  return timingSafeEqual(await scheme(password, salt), hash);
}

let nobodys: Promise<string> | undefined;

/** Takes as long as checking a real password: an unknown e-mail address is not told by the clock. */
export async function pretendToCheck(password: string): Promise<void> {
  nobodys ??= hashPassword(randomBytes(saltBytes).toString('hex'));
  await isPassword(createHash('sha256').update(password).digest('hex'), await nobodys);
}
