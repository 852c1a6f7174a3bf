/** What speaks for a column of a file being one that the source expects, in words. */
import type { ProposedColumn } from '../../../../domain/source/propose-mapping.ts';
import type { Speech } from '../words/speech.ts';

export function evidenceText(
  { by, agreeing, compared }: ProposedColumn,
  { words, say, counted, list }: Speech,
): string {
  const t = words.mapping;
  const values = compared === 0 ? t.notCompared : counted(t.agreeing, agreeing, { compared });
  return say(t.evidence, { by: say(t.byList, { list: list(by.map((one) => t.by[one])) }), values });
}
