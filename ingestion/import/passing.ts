/** People of a dry run: those who are known are found, and of the others nothing is kept. */
import { createHmac, randomBytes } from 'node:crypto';
import { keyBytes, subjectKeys } from '../../eventstore/sealing/keys.ts';
import { comparedPerson } from '../../eventstore/sealing/people.ts';
import type { Lookup, Subject, Subjects } from '../../eventstore/sealing/subjects.ts';

/**
 * Answers as `subjectsFor` of the vault would, but makes no subject: who is unknown gets keys that follow from the lookup
 * and from a secret of this call alone, so that equal lookups, and spellings of one key, have equal keys and nobody can find them again.
 */
export function passing({ knownSubjects }: Pick<Subjects, 'knownSubjects'>): Subjects['subjectsFor'] {
  const secret = randomBytes(keyBytes);
  const stranger = ({ namespace, key, spelling }: Lookup): Subject => {
    const shared = spelling === undefined ? comparedPerson(key) : key;
    const data = createHmac('sha256', secret).update(`${namespace}\u0000${shared}`).digest();
    const hex = createHmac('sha256', secret).update(data).digest('hex');
    const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    return { id, keys: subjectKeys(id, data.subarray(0, keyBytes)) };
  };
  return async (lookups) => {
    const known = await knownSubjects(lookups);
    return lookups.map((lookup, i) => known[i] ?? stranger(lookup));
  };
}
