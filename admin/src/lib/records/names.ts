/** Names for what the log calls by a word of its own. A word that is not known is shown as it is. */
import type { Words } from '../words/catalogue.ts';

const named = (names: Readonly<Record<string, string>>, word: string): string => names[word] ?? word;

export const dimensionName = ({ dimensions }: Words, dimension: string): string => named(dimensions, dimension);
export const severityName = ({ severities }: Words, severity: string): string => named(severities, severity);
