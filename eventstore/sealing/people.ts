/** How the key of a person becomes what the key schema finds them by. */
import { comparedKey } from '../../domain/source/compared-key.ts';
import { hmacSha256, type MacKey } from './mac.ts';

/** What the spellings of a person's key have in common. Never without case: two people must not be taken for one. */
export const comparedPerson = (key: string): string => comparedKey(key, { foldCase: false });

/** HMAC of a person's key in its namespace, under a secret of the installation: 32 bytes. */
export const lookupHash = (secret: MacKey, namespace: string, key: string): Buffer =>
  hmacSha256(secret, `${namespace}\u0000${key}`);
