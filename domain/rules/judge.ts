/** Makes a ruleset ready for one source, and judges records with it: pure, and fast enough for a million rows. */
import type { Contract } from '../contracts/contract.ts';
import type { Hasher } from '../ids.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { Finding } from '../record/events.ts';
import type { SourceDefinition } from '../source/definition.ts';
import { ruleOf } from './catalogue.ts';
import { fieldsOf } from './operands.ts';
import type { Judgement, Rule, Ruleset, Subject, Verdict } from './rule.ts';

/** A rule bound to a source: its `params` hold what it needs to know of it, its `field` is the one it judges. */
export type CompiledRule = Rule;

export interface Judge {
  /** The rules that are on, each bound to the source: a rule that judges several fields stands here once for each. */
  readonly rules: readonly CompiledRule[];
  /** Judges one record. Keeps nothing between calls. */
  readonly judge: (subject: Subject) => Judgement;
}

/** Selects the rules that can make a column unreliable: all that a first pass over a file needs. */
export const comparesColumns = (rule: Rule): boolean => rule.compares !== undefined;

/**
 * The judge of one source: every rule of the ruleset that is on for it, in the ruleset's order.
 * @param select leaves rules out, such as `comparesColumns`.
 * @throws Error for a rule, or a version of it, that the catalogue does not have.
 */
export function compileJudge(
  ruleset: Ruleset,
  definition: SourceDefinition,
  contract: Contract,
  select: (rule: Rule) => boolean = () => true,
): Judge {
  const available = fieldsOf(definition, contract);
  const rules: CompiledRule[] = [];
  for (const { id, version, params } of ruleset.rules) {
    const rule = ruleOf(id, version, ruleset.recordType);
    if (rule === undefined) {
      const named = `rule ${id} version ${version}`;
      throw new Error(
        `ruleset ${ruleset.number} of ${ruleset.recordType} names ${named}, which this release does not have`,
      );
    }
    const on =
      select(rule) &&
      rule.operands.every((operand) => available.has(operand)) &&
      (rule.appliesTo?.(definition, contract) ?? true);
    if (!on) continue;
    for (const binding of rule.bind?.(params, definition, contract) ?? [{ params }])
      rules.push({ ...rule, ...binding });
  }
  return { rules, judge: judgeWith(rules) };
}

const noFindings: readonly Finding[] = [];
const noIndexes: readonly number[] = [];

function judgeWith(rules: readonly CompiledRule[]): (subject: Subject) => Judgement {
  const all: readonly number[] = rules.map((_, index) => index);
  // Parallel arrays keep the loop free of property lookups on objects of many shapes.
  const judges = rules.map((rule) => rule.judge);
  const params = rules.map((rule) => rule.params);
  return (subject) => {
    // Most rows have every operand and no finding: they share constant arrays instead of filling their own.
    let evaluated: number[] | undefined;
    let findings: Finding[] | undefined;
    let indexes: number[] | undefined;
    for (let index = 0; index < judges.length; index++) {
      const verdict = judges[index]!(subject, params[index]!);
      if (verdict === undefined) {
        evaluated ??= all.slice(0, index);
        continue;
      }
      evaluated?.push(index);
      if (verdict === 'pass') continue;
      findings ??= [];
      indexes ??= [];
      findings.push(findingOf(rules[index]!, verdict, subject));
      indexes.push(index);
    }
    return { findings: findings ?? noFindings, evaluated: evaluated ?? all, rules: indexes ?? noIndexes };
  };
}

function findingOf(rule: CompiledRule, verdict: Exclude<Verdict, undefined | 'pass'>, subject: Subject): Finding {
  const finding: Mutable<Finding> = { rule: rule.id, version: rule.version, severity: verdict.severity };
  const field = verdict.field ?? rule.field;
  if (field !== undefined) finding.field = field;
  if (verdict.params !== undefined) finding.params = verdict.params;
  if (verdict.suggestion !== undefined) finding.suggestion = verdict.suggestion;
  const aside = rule.compares !== undefined && subject.context.unreliable?.includes(rule.compares.stated);
  if (aside) finding.holds = false;
  return finding;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const hashOfNone = new WeakMap<Hasher, string>();

/** The hash of what approvals bind to: rule, field, severity, waived and holds of each finding, in order. */
export function outcomeHash(findings: readonly Finding[], hash: Hasher): string {
  if (findings.length > 0) return hash(canonicalJson(findings.map(boundPart)));
  let none = hashOfNone.get(hash);
  if (none === undefined) {
    none = hash('[]');
    hashOfNone.set(hash, none);
  }
  return none;
}

const boundPart = (finding: Finding): Json => [
  finding.rule,
  finding.field ?? null,
  finding.severity,
  finding.waived === true,
  finding.holds !== false,
];
