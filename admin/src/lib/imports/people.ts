/** Who answered, as people are named on the page. */
import type { Speech } from '../words/speech.ts';

/** @param names accounts' addresses, by actor */
export function personText(
  actor: string,
  { me, names }: { readonly me: string; readonly names: Readonly<Record<string, string>> },
  { words, say }: Speech,
): string {
  const t = words.answer;
  if (actor === me) return t.you;
  if (actor === 'system') return t.system;
  return names[actor] ?? say(t.somebody, { id: actor.slice('user:'.length, 'user:'.length + 8) });
}
