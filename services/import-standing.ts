/** How an import stands for whoever looks at it: what they may answer, what was answered, and what a mapping can name. */
import { contracts } from '../domain/contracts/index.ts';
import type { Uuid } from '../domain/ids.ts';
import type { HoldReason } from '../domain/import/events.ts';
import type { Language } from '../domain/language.ts';
import type { Actor } from '../domain/record/events.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { firstNameOf } from '../domain/source/header.ts';
import { mappableNames } from '../domain/source/named-columns.ts';
import type { ProposedColumn } from '../domain/source/propose-mapping.ts';
import { type ColumnsReport, storedColumns } from '../ingestion/import/columns.ts';
import {
  afterImport,
  answersTo,
  countHeldFor,
  type ImportAnswer,
  type ImportRow,
  imports,
} from '../projections/queries/imports.ts';
import type { Caller } from './caller.ts';
import type { ServiceParts } from './parts.ts';
import { allows, demand } from './policy.ts';
import { refusal } from './words.ts';

/** `map` proposes columns; `agree` agrees to what somebody else proposed. */
export type ImportAction = 'map' | 'agree' | 'accept' | 'reject' | 'give-up';

/** A column of the definition that the file lacks, and what may stand in its place. */
export interface AbsentColumn {
  readonly column: string;
  /** Name of its field, in the caller's language; null where it is kept as raw only. */
  readonly label: string | null;
  /** The unit that its cells had, where it has one. */
  readonly unit: string | null;
  /** Whether what is published depends on it. */
  readonly concerned: boolean;
  readonly proposal: ProposedColumn | null;
}

export interface ImportStanding {
  /** What the caller would not be refused, now. */
  readonly actions: readonly ImportAction[];
  /** The oldest first. */
  readonly answers: readonly ImportAnswer[];
  /** The import of the same source that was accepted right after this one. */
  readonly next: Uuid | null;
  /** Of a held import: two people agreed on a mapping, and what they agreed on is being done. */
  readonly agreed: boolean;
  /** Of a held import: the columns that a mapping can name, those first on which something published depends. */
  readonly absent: readonly AbsentColumn[];
  /** Of a held import: names of the file's columns that a mapping can give to them. */
  readonly mappable: readonly string[];
  /** What its source does with records that a snapshot no longer states; null where it is not known. */
  readonly onMissing: SourceDefinition['onMissing'] | null;
}

type Parts = Pick<ServiceParts, 'readModel'>;

/** @throws Refused `no-such-import` */
export async function importStanding({ readModel }: Parts, caller: Caller, id: Uuid): Promise<ImportStanding> {
  demand(caller, 'imports:read');
  const [[row], after, answers] = await Promise.all([
    imports(readModel, { import: id, limit: 1 }),
    afterImport(readModel, id),
    answersTo(readModel, id),
  ]);
  if (!row || !after) throw refusal('no-such-import', { id });
  const { definition } = row;
  const columns = definition && storedColumns(definition, row);
  const absent =
    row.status === 'held' && definition && columns ? absentColumns(definition, columns, row, caller.language) : [];
  const named = row.hold?.reasons.flatMap(({ unknown = [] }) => unknown) ?? [];
  const names = mappableNames(row.header ?? [], named);
  const mappable = [...new Set([...(columns?.unknown ?? []), ...named])].filter(
    (name) => name !== '' && names.has(name),
  );
  return {
    actions: actionsOf(caller, row, after.mappingAgreed, absent.length > 0 && mappable.length > 0),
    answers,
    next: after.next,
    agreed: row.status === 'held' && after.mappingAgreed,
    absent,
    mappable: row.status === 'held' ? mappable : [],
    onMissing: definition?.delivers === 'snapshot' ? definition.onMissing : null,
  };
}

function actionsOf(caller: Caller, row: ImportRow, agreed: boolean, mappable: boolean): readonly ImportAction[] {
  const runs = allows(caller, 'imports:run');
  const others = row.mapping !== null && row.mapping.by !== actorOf(caller);
  const waits = row.status === 'held' && !agreed;
  const needed = row.hold?.reasons.some((reason) => reason.needed) ?? false;
  const unfinished = row.status === 'running' || row.status === 'paused' || row.status === 'held';
  const may: Readonly<Record<ImportAction, boolean>> = {
    map: waits && mappable && runs,
    agree: waits && others && allows(caller, 'imports:agree'),
    accept: waits && runs && !needed,
    reject: waits && runs,
    'give-up': unfinished && runs,
  };
  return (Object.keys(may) as ImportAction[]).filter((action) => may[action]);
}

/** Of a JSON file the kept header does not tell what it lacks: what its hold is about does. */
function absentColumns(
  definition: SourceDefinition,
  columns: ColumnsReport,
  { hold }: ImportRow,
  language: Language,
): readonly AbsentColumn[] {
  const reasons = hold?.reasons.filter(({ code }) => code === 'missing-columns') ?? [];
  const lost = new Set(reasons.flatMap((reason) => reason.columns));
  const proposals = proposalsIn(reasons);
  const absent = new Set([...columns.absent, ...lost, ...proposals.keys()]);
  return definition.columns
    .filter((mapping) => absent.has(firstNameOf(mapping)))
    .map((mapping): AbsentColumn => {
      const { field, unit } = mapping;
      const column = firstNameOf(mapping);
      return {
        column,
        label: field === null ? null : labelOf(definition, field, language),
        unit: unit ?? (field === null ? null : unitOf(definition, field)),
        concerned: lost.has(column),
        proposal: proposals.get(column) ?? null,
      };
    })
    .toSorted((a, b) => Number(b.concerned) - Number(a.concerned));
}

const actorOf = ({ id }: Caller): Actor => `user:${id}`;

const proposalsIn = (reasons: readonly HoldReason[]): ReadonlyMap<string, ProposedColumn> =>
  new Map(reasons.flatMap(({ proposal }) => proposal?.columns.map((one) => [one.column, one] as const) ?? []));

const fieldOf = ({ recordType }: SourceDefinition, field: string) => contracts[recordType].fields[field];
const labelOf = (definition: SourceDefinition, field: string, language: Language): string =>
  fieldOf(definition, field)?.labels[language] ?? field;
const unitOf = (definition: SourceDefinition, field: string): string | null => {
  const found = fieldOf(definition, field);
  return found && 'unit' in found ? (found.unit ?? null) : null;
};

/** How many held imports wait for an answer that the caller can give. */
export async function importsWaitingFor({ readModel }: Parts, caller: Caller): Promise<number> {
  if (allows(caller, 'imports:run')) return countHeldFor(readModel, actorOf(caller), 'all');
  return allows(caller, 'imports:agree') ? countHeldFor(readModel, actorOf(caller), 'proposed') : 0;
}
