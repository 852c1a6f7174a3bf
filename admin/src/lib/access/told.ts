/** One line of the access log in words: who, what was shown, and what for. */
import type { Speech } from '../words/speech.ts';

interface Naming {
  /** `user:<id>` of whoever reads. */
  readonly me: string;
  /** Accounts' addresses, by actor. */
  readonly names: Readonly<Record<string, string>>;
  /** What record types are called. */
  readonly types: Readonly<Record<string, string>>;
}

export function actorText(actor: string, { me, names }: Omit<Naming, 'types'>, { words, say }: Speech): string {
  const t = words.access;
  if (actor === me) return t.you;
  if (actor === 'system:operator') return t.operator;
  return names[actor] ?? say(t.account, { id: actor.slice('user:'.length, 'user:'.length + 8) });
}

/** What was shown, as services and command line write it: `export food`, `published food`, `events of …`, `food <id>`. */
export function shownText(what: string, { types }: Pick<Naming, 'types'>, { words, say }: Speech): string {
  const t = words.access;
  const [first = '', second = ''] = what.split(' ');
  if (first === 'events') return t.events;
  const text = first === 'export' ? t.exportOf : first === 'published' ? t.published : t.record;
  const type = types[first] ?? types[second];
  return type === undefined ? what : say(text, { type });
}

/** What those who work on the queue have in common has a word; what somebody stated is quoted. */
export const purposeText = (purpose: string, { words }: Speech): string => {
  const known: Readonly<Record<string, string>> = words.access.purposes;
  return known[purpose] ?? `« ${purpose} »`;
};
