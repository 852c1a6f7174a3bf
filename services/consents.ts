/** What people agreed to: recorded, withdrawn and shown by those who take files in, never by key in any answer. */
import { changeConsent, consentsOf } from '../commands/consent.ts';
import { consentTextCharacters, personKeyCharacters } from '../domain/consent/events.ts';
import type { ConsentNeeded } from '../domain/consent/words.ts';
import { type Uuid, uuidv5 } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';
import type { Actor } from '../domain/record/events.ts';
import { namespaceOf, purposeOf, type SourceDefinition } from '../domain/source/definition.ts';
import { countConsenting } from '../projections/queries/consents.ts';
import { rememberAccess } from './access.ts';
import type { Caller } from './caller.ts';
import { type Command, repeatable } from './idempotency.ts';
import type { ServiceParts } from './parts.ts';
import { demand } from './policy.ts';
import { refusal } from './words.ts';

type Parts = Pick<ServiceParts, 'catalogue' | 'vault' | 'store' | 'sql' | 'caughtUp' | 'ingestion'>;

/** Of whom it is said, and what. */
export interface ConsentOrder {
  readonly verb: 'record' | 'withdraw' | 'show';
  /** As the source names the person. */
  readonly person: string;
  /** Where the key is known; may be left out where there is one only. */
  readonly namespace?: string | undefined;
  /** All of them where left out, for `show`. */
  readonly purpose?: string | undefined;
  readonly textVersion?: string | undefined;
  readonly language?: Language | undefined;
  readonly evidence?: string | undefined;
}

/** Who says so. */
export interface ConsentTaker {
  readonly actor: Actor;
  readonly correlationId: Uuid;
  readonly commandId?: Uuid | undefined;
}

export interface PersonConsents {
  /** The person's pseudonym; null for whoever is not known. */
  readonly person: Uuid | null;
  readonly consents: readonly {
    readonly purpose: string;
    readonly status: 'recorded' | 'withdrawn';
    readonly since: string;
  }[];
}

/** @throws Refused `not-entitled`, `namespace-needed`, `no-such-namespace`, `no-such-purpose`, `consent-too-long`, `key-used-otherwise` */
export async function personConsents(parts: Parts, caller: Caller, order: ConsentOrder): Promise<PersonConsents> {
  demand(caller, order.verb === 'show' ? 'consents:read' : 'consents:keep');
  const { id, correlationId } = caller;
  const take = (commandId?: Uuid): Promise<PersonConsents> =>
    takeConsent(parts, { actor: `user:${id}`, correlationId, commandId }, order);
  const told = await (order.verb === 'show' ? take() : repeatable(parts, caller, commandOf(order), take));
  if (told.person === null) return told;
  // Whoever learns under which pseudonym somebody is known has been shown them, also where they change nothing.
  const people = [{ subject: told.person, record: null }];
  const position = await parts.store.head();
  await rememberAccess(parts.sql, { person: caller, what: 'consents', purpose: 'consent', position, people });
  return told;
}

/** Whom it is about stands in what is said: of that only a keyed hash is kept. */
const commandOf = ({ verb, ...content }: ConsentOrder): Command => ({
  deed: `consent:${verb}`,
  target: uuidv5('consents'),
  content,
});

/** The same for whoever may run commands on the host. */
export async function takeConsent(parts: Parts, taker: ConsentTaker, order: ConsentOrder): Promise<PersonConsents> {
  const { store, vault } = parts;
  const { verb, person: key, textVersion, language, evidence } = order;
  for (const [text, limit] of [
    [key, personKeyCharacters],
    [textVersion, consentTextCharacters],
    [evidence, consentTextCharacters],
  ] as const)
    if (text !== undefined && text.length > limit) throw refusal('consent-too-long', { limit });
  const namespace = namespaceAsked(parts, order.namespace);
  const purpose = purposeAsked(parts, order.purpose);
  const lookups = [{ namespace, key }];
  const [person] = verb === 'record' ? await vault.subjectsFor(lookups) : await vault.knownSubjects(lookups);
  if (!person) return { person: null, consents: [] };
  const subject = person.id;
  const { consents, position } =
    verb === 'show' || purpose === undefined
      ? await consentsOf(store, subject)
      : await changeConsent(
          {
            ...taker,
            commandId: taker.commandId ?? taker.correlationId,
            change:
              verb === 'withdraw'
                ? { kind: 'withdraw', subject, purpose }
                : {
                    kind: 'record',
                    subject,
                    namespace,
                    purpose,
                    ...(textVersion !== undefined && { textVersion }),
                    ...(language !== undefined && { language }),
                    ...(evidence !== undefined && { evidence }),
                  },
          },
          { store, now: parts.ingestion.now },
        );
  // Whoever is told so finds it so: the next row is let in, or not.
  await parts.caughtUp(position);
  const shown = consents.filter((one) => purpose === undefined || one.purpose === purpose);
  return { person: subject, consents: shown.map(({ purpose, status, since }) => ({ purpose, status, since })) };
}

const asking = ({ catalogue }: Pick<Parts, 'catalogue'>): readonly SourceDefinition[] =>
  catalogue().sources.flatMap(({ definition }) => (definition.legalBasis === 'consent' ? [definition] : []));

function namespaceAsked(parts: Parts, asked: string | undefined): string {
  const known = [...new Set(asking(parts).flatMap((definition) => namespaceOf(definition) ?? []))];
  const names = known.join(', ');
  if (asked !== undefined && !known.includes(asked)) throw refusal('no-such-namespace', { namespace: asked, names });
  const [only, another] = known;
  const found = asked ?? (another === undefined ? only : undefined);
  if (found === undefined) throw refusal('namespace-needed', { names });
  return found;
}

function purposeAsked(parts: Parts, asked: string | undefined): string | undefined {
  const known = [...new Set(asking(parts).map(purposeOf))];
  if (asked !== undefined && !known.includes(asked))
    throw refusal('no-such-purpose', { purpose: asked, names: known.join(', ') });
  return asked;
}

/** What rows of a source need the consent of the people they are about for; undefined where they need none. */
export async function consentNeeded(
  { sql }: Pick<Parts, 'sql'>,
  definition: SourceDefinition,
): Promise<ConsentNeeded | undefined> {
  const namespace = namespaceOf(definition);
  if (definition.legalBasis !== 'consent' || namespace === undefined) return undefined;
  const purpose = purposeOf(definition);
  return { purpose, namespace, people: await countConsenting(sql, namespace, purpose) };
}
