/** What a rule is. Families of rules are one file each beside this one; `catalogue.ts` lists them all. */
import type { Contract, RecordType } from '../contracts/contract.ts';
import type { Json } from '../json.ts';
import type { Localised } from '../language.ts';
import type { Finding, JudgingContext, Qualifiers, Severity, Value, Values } from '../record/events.ts';
import type { SourceDefinition } from '../source/definition.ts';

export const dimensions = [
  'completeness',
  'validity',
  'uniqueness',
  'consistency',
  'timeliness',
  'accuracy',
  'integrity',
] as const;
export type Dimension = (typeof dimensions)[number];

/** What a rule sees of a record. */
export interface Subject {
  readonly values: Values;
  readonly qualifiers: Qualifiers;
  /** What the structural repairs of the row were, by name; empty for a record without any. */
  readonly repairs: readonly string[];
  /** The file states the record's key more than once, with different values, and nobody has chosen yet. */
  readonly conflicting: boolean;
  readonly context: JudgingContext;
}

/**
 * A rule's answer: `undefined` where it does not apply or an operand is missing (not evaluated), `pass` where it holds,
 * else what is wrong.
 */
export type Verdict =
  | undefined
  | 'pass'
  | {
      readonly severity: Severity;
      /** Where the finding is shown, if not at the rule's field. */
      readonly field?: string;
      readonly params?: Readonly<Record<string, Json>>;
      readonly suggestion?: { readonly field: string; readonly value: Value | null };
    };

/** A rule made ready for one source: its parameters, with what it needs to know of the source or the contract. */
export interface Binding<P = Readonly<Record<string, Json>>> {
  /** The field judged, for a rule that is bound once for each of several fields. */
  readonly field?: string;
  /** The fields that one finding may speak of: its `params.fields` names the bad ones, and each is counted. */
  readonly fields?: readonly string[];
  readonly params: P;
}

export interface Rule {
  readonly id: string;
  /** A rule is immutable per id and version. */
  readonly version: number;
  readonly recordTypes: readonly RecordType[] | 'all';
  readonly dimension: Dimension;
  /** Severities it can give, the mildest first. */
  readonly severities: readonly Severity[];
  /** The field its finding is shown at; undefined for the record as a whole. */
  readonly field?: string;
  /** The fields that its one finding a record may speak of, as bound to a source. */
  readonly fields?: readonly string[];
  /** Fields it reads: the rule is off for a source that has none of a required operand. */
  readonly operands: readonly string[];
  /** Fields that it reads where they are given. */
  readonly optional?: readonly string[];
  /** Citation of its bound or formula. */
  readonly source: string;
  /** Parameters as published in the ruleset: bounds, tolerances. */
  readonly params: Readonly<Record<string, Json>>;
  /** Compares a stated field with its derivation: can make the stated column unreliable. */
  readonly compares?: { readonly stated: string; readonly derived: string };
  /** Whether the rule is on for a source. */
  readonly appliesTo?: (source: SourceDefinition, contract: Contract) => boolean;
  /** How it is bound to a source: once with its own parameters where left out. Pure. */
  readonly bind?: (
    params: Readonly<Record<string, Json>>,
    source: SourceDefinition,
    contract: Contract,
  ) => readonly Binding[];
  readonly judge: (subject: Subject, params: Readonly<Record<string, Json>>) => Verdict;
  /** Message and advice with placeholders for the finding's parameters: see `messages.ts`. */
  readonly message: Localised;
  readonly advice: Localised;
}

/** A rule as its author writes it: `P` are its published parameters, `B` what it is judged with after binding. */
export type RuleSource<P extends object, B extends object = P> = Omit<Rule, 'params' | 'bind' | 'judge'> & {
  readonly params: P;
  readonly bind?: (params: P, source: SourceDefinition, contract: Contract) => readonly Binding<B>[];
  readonly judge: (subject: Subject, params: B) => Verdict;
};

/** Declares a rule whose parameters are typed where it is written; outside they are data, as published in a ruleset. */
export function defineRule<P extends object, B extends object = P>(source: RuleSource<P, B>): Rule {
  return source as unknown as Rule;
}

/** A published set of rules of one record type: data in the log; imports and decisions name it by number. */
export interface Ruleset {
  readonly recordType: RecordType;
  readonly number: number;
  readonly rules: readonly {
    readonly id: string;
    readonly version: number;
    readonly params: Readonly<Record<string, Json>>;
  }[];
}

/** The judgement of one record by one ruleset for one source: findings in catalogue order, and what was evaluated. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** Indexes into the compiled judge's `rules` of every rule that was evaluated (passed or not). */
  readonly evaluated: readonly number[];
  /** Index of the rule of each finding, in the findings' order. */
  readonly rules: readonly number[];
}
