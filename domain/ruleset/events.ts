/** Events of a ruleset's stream (`ruleset-<record type>`). */
import type { RecordType } from '../contracts/contract.ts';
import type { Json } from '../json.ts';
import type { Severity } from '../record/events.ts';
import type { Dimension } from '../rules/rule.ts';

/** A rule as published: which code judges (`id`, `version`), with which numbers, and all that an auditor needs to read it. */
export interface PublishedRule {
  readonly id: string;
  readonly version: number;
  readonly dimension: Dimension;
  readonly severities: readonly Severity[];
  readonly field?: string;
  readonly operands: readonly string[];
  /** Citation of its bound or formula. */
  readonly source: string;
  readonly params: Readonly<Record<string, Json>>;
}

/** The full definition: whoever reads it from the log judges with it, whatever a later release ships. */
export interface RulesetPublished {
  readonly recordType: RecordType;
  readonly number: number;
  readonly rules: readonly PublishedRule[];
}
