/** What tests of rules share: a source that maps what a test needs, and the verdict of one rule on some values. */
import type { RecordType } from '../contracts/contract.ts';
import { contracts } from '../contracts/index.ts';
import { localised } from '../language.ts';
import type { Finding, Value } from '../record/events.ts';
import { rulesetInForce } from '../ruleset/rulesets.ts';
import type { SourceDefinition } from '../source/definition.ts';
import { compileJudge, type Judge } from './judge.ts';
import type { Subject } from './rule.ts';

/** A source of a record type that maps every field of its contract, unless told otherwise. */
export function sourceOf(recordType: RecordType, differently: Partial<SourceDefinition> = {}): SourceDefinition {
  const fields = Object.keys(contracts[recordType].fields).filter((field) => field !== 'bmi');
  return {
    name: 'test',
    version: 1,
    recordType,
    title: localised('essai', 'test', 'Test', 'prova'),
    format: 'csv',
    dialect: {},
    columns: columnsFor(fields),
    constants: {},
    repairs: [],
    naturalKey: [],
    person: null,
    licence: { name: 'none', redistributable: false, verifiedBy: null },
    legalBasis: 'synthetic',
    cadence: null,
    delivers: 'snapshot',
    onMissing: 'keep',
    trust: 'clean',
    timeZone: 'UTC',
    traits: {},
    justification: 'a test',
    ...differently,
  };
}

/** One column for each field, of the same name. */
export const columnsFor = (fields: readonly string[]): SourceDefinition['columns'] =>
  fields.map((field) => ({ column: field, field }));

export const judgeOf = (source: SourceDefinition): Judge =>
  compileJudge(rulesetInForce(source.recordType), source, contracts[source.recordType]);

/** A subject with these values and nothing else. */
export const subject = (values: Readonly<Record<string, Value>>, more: Partial<Subject> = {}): Subject => ({
  values,
  qualifiers: {},
  repairs: [],
  conflicting: false,
  context: {},
  ...more,
});

/**
 * What one rule of a source says: its findings, `pass` where it was evaluated and holds, `off` where the source does not
 * have it, `not evaluated` otherwise.
 */
export function verdict(
  source: SourceDefinition,
  id: string,
  values: Readonly<Record<string, Value>>,
  more: Partial<Subject> = {},
): readonly Finding[] | 'pass' | 'off' | 'not evaluated' {
  const { rules, judge } = judgeOf(source);
  if (!rules.some((rule) => rule.id === id)) return 'off';
  const { findings, evaluated } = judge(subject(values, more));
  const found = findings.filter(({ rule }) => rule === id);
  if (found.length > 0) return found;
  return evaluated.some((index) => rules[index]?.id === id) ? 'pass' : 'not evaluated';
}

/** The severity that one rule gives, or what `verdict` says where it gives none. */
export function severity(
  source: SourceDefinition,
  id: string,
  values: Readonly<Record<string, Value>>,
  more: Partial<Subject> = {},
): string {
  const said = verdict(source, id, values, more);
  return typeof said === 'string' ? said : said.map((finding) => finding.severity).join(' ');
}
