/** What findings mean for a record's way: severity decides. */
import { type Finding, type Severity, severities } from '../record/events.ts';
import type { Trust } from '../source/definition.ts';

/** Place of a severity, the mildest first: 0 info … 3 block. */
export const rankOf = (severity: Severity): number => severities.indexOf(severity);

/** Whether a finding counts against its record: a waiver or a verdict on its column takes it out of the way, but never a `block`. */
export function holds(finding: Finding): boolean {
  return finding.severity === 'block' || (finding.waived !== true && finding.holds !== false);
}

/** The highest severity among the findings that hold, or undefined where none does. */
export function worstHolding(findings: readonly Finding[]): Severity | undefined {
  let worst = -1;
  for (const finding of findings) if (holds(finding)) worst = Math.max(worst, rankOf(finding.severity));
  return severities[worst];
}

/** Whether a source's trust lets its policy publish a record. */
export function policyLets(trust: Trust, findings: readonly Finding[]): boolean {
  if (trust === 'review') return false;
  const worst = worstHolding(findings);
  return worst === undefined || rankOf(worst) <= rankOf(trust === 'auto' ? 'warn' : 'info');
}
