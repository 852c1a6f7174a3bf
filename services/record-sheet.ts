/** One record as a person is shown it: everything on one sheet, in their language, and what they may do with it. */
import type { Field, RecordType } from '../domain/contracts/contract.ts';
import { derivedFields } from '../domain/contracts/derived.ts';
import { contracts } from '../domain/contracts/index.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';
import type { Finding, Qualifiers, RawCell, Value, Values } from '../domain/record/events.ts';
import type { Status } from '../domain/record/fold.ts';
import { render } from '../domain/rules/messages.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { matchHeader } from '../domain/source/header.ts';
import type { HistoryEntry, Provenance, RecordView } from '../projections/queries/record.ts';

export type Action = 'approve' | 'reject' | 'correct' | 'choose';

/** A finding in words. */
export interface ToldFinding extends Finding {
  readonly message: string;
  readonly advice: string;
}

/** A field of the contract, with what was read, what it says now, and what is published. */
export interface SheetField {
  readonly name: string;
  /** In the caller's language. */
  readonly label: string;
  /** Canonical unit, where it has one. */
  readonly unit: string | null;
  readonly kind: 'text' | 'number' | 'integer' | 'enum' | 'boolean' | 'date' | 'instant' | 'list';
  /** Of an enum. */
  readonly options: readonly string[] | null;
  readonly required: boolean;
  /** Computed from other fields: it cannot be corrected. */
  readonly derived: boolean;
  /** What its source says of every record: no cell holds it. */
  readonly constant: boolean;
  /** Says who a person is, and is not shown to this caller. */
  readonly hidden: boolean;
  /** The cell it was typed from, where one column feeds it. */
  readonly raw: RawCell | null;
  readonly column: string | null;
  /** As the source states it, before corrections. */
  readonly stated: Value | null;
  /** Newest content. */
  readonly value: Value | null;
  readonly qualifier: Qualifiers[string] | null;
  readonly published: Value | null;
  /** What rules propose instead, where they do. */
  readonly suggestion: Value | null;
  /** Rules with a finding on this field. */
  readonly rules: readonly string[];
}

export interface SheetAlternative {
  /** 0 is the base, 1… what later rows of the file state otherwise. */
  readonly number: number;
  readonly row: number;
  readonly chosen: boolean;
  /** Only fields that differ among the alternatives. */
  readonly differing: readonly { readonly name: string; readonly label: string; readonly value: Value | null }[];
}

export interface RecordSheet {
  readonly id: Uuid;
  readonly type: RecordType;
  readonly typeLabel: string;
  readonly source: string;
  /** Null for types about people. */
  readonly key: string | null;
  readonly subject: Uuid | null;
  readonly version: number;
  readonly position: string;
  readonly status: Status;
  /** Its source no longer states it. */
  readonly unstated: boolean;
  /** Version of the approval that publishes it, or null. */
  readonly published: number | null;
  /** True where it is shown as of an earlier position. */
  readonly past: boolean;
  readonly fields: readonly SheetField[];
  /** Cells of the row, in the order of the header. */
  readonly raw: readonly { readonly column: string | null; readonly cell: RawCell }[];
  readonly findings: readonly ToldFinding[];
  readonly alternatives: readonly SheetAlternative[];
  readonly provenance: Provenance | null;
  /** Other records of the source that have its key in another spelling. */
  readonly meets: RecordView['meets'];
  /** Empty where the caller may not see it. */
  readonly history: readonly HistoryEntry[];
  /** What this caller may do now. */
  readonly actions: readonly Action[];
  /** Why approving would be refused although the role allows it. */
  readonly approvalBlocked: 'contributor' | 'block' | null;
}

/** How much of a record a caller is shown. */
export interface Sight {
  /** Fields that say who somebody is, the cells as read, and the values in what rules found. */
  readonly people: boolean;
  /** What is published, and nothing else. */
  readonly publishedOnly: boolean;
  readonly history: readonly HistoryEntry[];
  readonly actions: readonly Action[];
  readonly approvalBlocked: RecordSheet['approvalBlocked'];
  readonly past: boolean;
}

/** Lays out a record for a caller. @param definition of its source, where the log has one: says which column feeds a field */
export function sheetOf(
  view: RecordView,
  sight: Sight,
  definition: SourceDefinition | undefined,
  language: Language,
): RecordSheet {
  const contract = contracts[view.type];
  const { people, publishedOnly, ...shown } = sight;
  const cells = people && !publishedOnly ? (view.raw ?? []) : [];
  const columns = view.provenance?.columns ?? [];
  const found = publishedOnly ? [] : view.findings.map((one) => (people ? one : withoutValues(one)));
  const findings = found.map((one) => ({ ...one, ...render(one, language, contract) }));
  const fed = definition ? columnsOf(definition, view, columns) : new Map<string, number>();
  const derived = new Set(derivedFields(contract));
  return {
    id: view.id,
    type: view.type,
    typeLabel: contract.labels[language],
    source: view.source,
    key: view.key,
    subject: view.subject,
    version: view.version,
    position: view.position,
    status: view.status,
    unstated: view.unstated,
    published: view.published,
    fields: Object.entries(contract.fields).map(([name, field]): SheetField => {
      const hidden = contract.personal && field.identifying === true && !people;
      const of = (values: Values | null): Value | null => (hidden ? null : (values?.[name] ?? null));
      const index = fed.get(name);
      return {
        name,
        label: field.labels[language],
        unit: 'unit' in field ? field.unit : null,
        kind: field.kind,
        options: field.kind === 'enum' ? field.values : null,
        required: field.required === true,
        derived: derived.has(name),
        constant: index === undefined && definition?.constants[name] !== undefined,
        hidden,
        raw: index === undefined ? null : (cells[index] ?? null),
        column: index === undefined ? null : (columns[index] ?? null),
        stated: publishedOnly ? null : of(view.statedValues),
        value: of(publishedOnly ? view.publishedValues : view.values),
        qualifier: publishedOnly || hidden ? null : (view.qualifiers[name] ?? null),
        published: of(view.publishedValues),
        suggestion: hidden ? null : suggestionFor(name, findings),
        rules: findings.filter((finding) => finding.field === name).map(({ rule }) => rule),
      };
    }),
    raw: cells.map((cell, i) => ({ column: columns[i] ?? null, cell })),
    findings,
    alternatives: publishedOnly ? [] : alternativesOf(view, people, language),
    provenance: view.provenance,
    meets: publishedOnly ? [] : view.meets,
    ...shown,
  };
}

/** Which rule found something in which field, and nothing of what stands there. */
const withoutValues = ({ params: _, suggestion: __, ...finding }: Finding): Finding => finding;

const suggestionFor = (name: string, findings: readonly Finding[]): Value | null =>
  findings.find(({ suggestion }) => suggestion?.field === name)?.suggestion?.value ?? null;

/** Index of the column that feeds a field, for fields that one column feeds. */
function columnsOf(
  definition: SourceDefinition,
  view: RecordView,
  header: readonly string[],
): ReadonlyMap<string, number> {
  const match = matchHeader(definition, contracts[view.type], header);
  if (match.kind === 'header-mismatch') return new Map();
  return new Map(
    match.columns.flatMap(({ mapping, index }) => (mapping.field === null ? [] : [[mapping.field, index] as const])),
  );
}

function alternativesOf(view: RecordView, people: boolean, language: Language): readonly SheetAlternative[] {
  if (view.base === null) return [];
  const statements = [view.base, ...view.alternatives];
  const { fields, personal } = contracts[view.type];
  const visible = ([, field]: [string, Field]): boolean => !(personal && field.identifying && !people);
  const differing = Object.entries(fields)
    .filter(visible)
    .filter(([name]) => new Set(statements.map(({ values }) => JSON.stringify(values[name] ?? null))).size > 1);
  return statements.map(({ version, row, values }, number) => ({
    number,
    row,
    chosen: version === view.statement,
    differing: differing.map(([name, field]) => ({
      name,
      label: field.labels[language],
      value: values[name] ?? null,
    })),
  }));
}
