/**
 * The people whom the first release made are found by one spelling alone, since a lookup does not tell what it was made from.
 * What they are called stands in their records; told from there, they are found by every spelling. Once for each namespace.
 */
import type { Uuid } from '../../domain/ids.ts';
import type { Ask } from './connection.ts';
import { hmacSha256, type MacKey } from './mac.ts';
import { comparedPerson, lookupHash } from './people.ts';

/** Whom a record is about, and the key that it gives them. */
export interface Named {
  readonly subject: Uuid;
  readonly key: string;
}

export interface Spellings {
  /** Whether everybody of a namespace is found by every spelling. */
  readonly isCompared: (namespace: string) => Promise<boolean>;
  /** From now on they are. */
  readonly noteCompared: (namespace: string) => Promise<void>;
  /**
   * Lets these people be found by every spelling of their key; a key that is not the one they were made under counts for
   * nothing. Where several share a compared key, it finds the one who was there first. The same again changes nothing.
   */
  readonly compare: (namespace: string, people: readonly Named[]) => Promise<void>;
}

/** Of several people with one compared key, the first. */
const given = `
  select distinct on (named.compared) subject.id, subject.created_at, named.compared
  from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as named (id, lookup, compared)
  join keys.subject on subject.id = named.id and subject.lookup = named.lookup
  order by named.compared, subject.created_at, subject.id`;

const letGo = `
  with given as (${given})
  update keys.subject later set compared = null from given
  where later.compared = given.compared and (later.created_at, later.id) > (given.created_at, given.id)`;

const take = `
  with given as (${given})
  update keys.subject set compared = given.compared from given
  where subject.id = given.id
    and not exists (select from keys.subject other where other.compared = given.compared)`;

/** What a database knows of the spellings of people. Of one namespace, one caller at a time. */
export function spellingsIn(ask: Ask, secret: MacKey): Spellings {
  const hashOf = (namespace: string): Buffer => hmacSha256(secret, `namespace\u0000${namespace}`);
  return {
    async isCompared(namespace) {
      const { rows } = await ask<{ compared: boolean }>(
        'select exists (select from keys.compared_namespace where namespace = $1) as compared',
        [hashOf(namespace)],
      );
      return rows[0]?.compared === true;
    },
    async noteCompared(namespace) {
      await ask('insert into keys.compared_namespace (namespace) values ($1) on conflict do nothing', [
        hashOf(namespace),
      ]);
    },
    async compare(namespace, people) {
      const values = [
        people.map(({ subject }) => subject),
        people.map(({ key }) => lookupHash(secret, namespace, key)),
        people.map(({ key }) => lookupHash(secret, namespace, comparedPerson(key))),
      ];
      await ask(letGo, values);
      await ask(take, values);
    },
  };
}
