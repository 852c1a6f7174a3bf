import type { Words } from '../words/catalogue.ts';

/** A severity in words; one that is not known as it is. */
export function severityName({ severities }: Words, severity: string): string {
  const known: Readonly<Record<string, string>> = severities;
  return known[severity] ?? severity;
}
