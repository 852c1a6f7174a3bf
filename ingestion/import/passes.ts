/** The two passes over a file, put together for a source: by natural key or without, about people or not. */
import type pg from 'pg';
import { derive } from '../../domain/contracts/derivations.ts';
import { contracts } from '../../domain/contracts/index.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { Pins, QuarantinedRow } from '../../domain/import/events.ts';
import type { ImportState } from '../../domain/import/fold.ts';
import { comparesColumns, compileJudge } from '../../domain/rules/judge.ts';
import { purposeOf, type SourceDefinition } from '../../domain/source/definition.ts';
import type { HeaderMatch, HeaderMismatch } from '../../domain/source/header.ts';
import type { Typed } from '../../domain/source/mapping.ts';
import type { Vault } from '../../eventstore/sealing/vault.ts';
import type { ReadRow } from '../readers/reader.ts';
import { watchColumns } from './columns.ts';
import { comparePeople } from './compared-people.ts';
import { type Comparison, compareWithStanding } from './comparison.ts';
import { deciding } from './decide.ts';
import { type ImportFile, isTyped } from './file.ts';
import {
  type Continued,
  type Found,
  groupInFile,
  hashSpelledAs,
  type Identified,
  type Identify,
  identifying,
  keyInFile,
  lookupOf,
  type People,
  type TypedRow,
} from './identity.ts';
import { knownRecords, recordsByComparedKey } from './known.ts';
import { matchRows, statedKey } from './matching.ts';
import { passing } from './passing.ts';
import type { ImportLog } from './progress.ts';
import type { Ingestion, Run } from './run.ts';
import { type SecondPassResult, secondPass } from './second-pass.ts';
import type { Seen } from './seen.ts';
import { type Stated, type Survey, statementsPerKey, survey } from './survey.ts';

/** What a run judges and decides with, as its pins say. */
export function runOf({ rulesets }: Ingestion, importId: Uuid, definition: SourceDefinition, pins: Pins): Run {
  const contract = contracts[definition.recordType];
  const ruleset = rulesets.byNumber(definition.recordType, pins.ruleset);
  return {
    import: importId,
    definition,
    contract,
    pins,
    ruleset,
    judge: compileJudge(ruleset, definition, contract),
    policy: pins.policy as Run['policy'],
    derive: (values) => derive(contract, values),
  };
}

/** What both passes work with. */
export interface Parts {
  readonly ingestion: Ingestion;
  readonly run: Run;
  readonly file: ImportFile;
  /** The vault, or what stands for it in a dry run. */
  readonly people: People & Pick<Vault, 'knownSubjects'>;
  /** The records that the file states, of a source that had imports before. */
  readonly seen?: Seen;
  /** Between two batches: throws where the run is to end. */
  readonly mayGoOn: () => Promise<void>;
  readonly onProgress?: (step: 'reading' | 'deciding', rows: number, total?: number) => void;
  readonly onQuarantined?: (rows: readonly QuarantinedRow[]) => void;
}

/** What the first pass found. */
export interface FirstPass {
  readonly survey: Survey;
  /** What the file says against what stood. */
  readonly comparison: Comparison;
  /** The columns that the file has, matched; complete, now that it was read. */
  readonly match: HeaderMatch | HeaderMismatch;
  /** Their names: of JSON those that some object has, not those of the definition. */
  readonly present: readonly string[];
  /** Every row is set aside, and no object has what records cannot be without: a JSON file of something else. */
  readonly unreadable: boolean;
}

/** Surveys the file. */
export async function firstPass({
  ingestion,
  run,
  file,
  onProgress,
  people,
  seen,
  mayGoOn,
}: Parts): Promise<FirstPass> {
  await comparePeople(ingestion, run);
  const keyOf = keyInFile(run, people);
  const groupOf = groupInFile(run, people);
  const alikeOf = hashSpelledAs(run, people);
  const agree = consentsFor(ingestion, run);
  const watch = watchColumns(run.definition, run.contract);
  const comparison = compareWithStanding({
    run,
    sql: ingestion.sql,
    seen,
    named: (row) => file.named(row),
    identify: identifyingKnown(ingestion, run, people),
  });
  const surveyed = await survey({
    rows: () => file.rows(),
    type: (batch) =>
      batch.map((row) => {
        const typed = typedBy(file, row);
        watch.see(row, typed !== undefined);
        return typed;
      }),
    keyOf,
    stated: async (rows, firstSpelling) => {
      // Without a natural key, what a row states is its key; who did not agree gets no keys, whatever their rows repeat.
      const byKey = (row: TypedRow, hash: string): Stated => ({ group: keyOf(row.typed), hash, alike: hash });
      if (run.definition.naturalKey.length === 0) return rows.map((row) => byKey(row, keyOf(row.typed)));
      const agreed = await agree(rows);
      const identify = identifying(run, people, { firstSpelling, records: recordsIn(ingestion.sql) });
      const identified = (await identify(rows.filter((_, i) => agreed[i]))).values();
      return rows.map((row, i) => {
        if (!agreed[i]) return byKey(row, '');
        const one = identified.next().value!;
        const first = firstSpelling(keyOf(row.typed)) ?? row.typed.key ?? '';
        return { group: groupOf(one), hash: one.statedHash, alike: alikeOf(one, first) };
      });
    },
    comparing: compileJudge(run.ruleset, run.definition, run.contract, comparesColumns),
    see: async (batch, typed) => {
      await mayGoOn();
      await comparison.see(batch, typed);
    },
    progress: (rows) => onProgress?.('reading', rows),
  });
  const match = watch.match(file.header);
  return {
    survey: surveyed,
    comparison,
    match,
    present: watch.present(file.header),
    unreadable: !watch.readable && match.kind === 'header-mismatch',
  };
}

/** Tells the records of rows without making anybody a subject: for what is only looked at. */
export const identifyingKnown = (
  { sql }: Pick<Ingestion, 'sql'>,
  run: Run,
  people: People & Pick<Vault, 'knownSubjects'>,
): Identify => identifying(run, { ...people, subjectsFor: passing(people) }, { records: recordsIn(sql) });

/** What the read model knows, where it has to be asked. */
const recordsIn = (sql: pg.Pool): NonNullable<Found['records']> => ({
  byId: (ids) => knownRecords(sql, ids),
  byComparedKey: (keys) => recordsByComparedKey(sql, keys),
});

function typedBy(file: ImportFile, row: ReadRow): Typed | undefined {
  const typed = file.type(row);
  return isTyped(typed) ? typed : undefined;
}

/**
 * Where consent is the legal basis it is asked for; elsewhere every row passes. Who agrees while the import runs comes with the
 * next one, so that both passes let the same rows in; who withdraws is let in no more, at once.
 */
function consentsFor(ingestion: Ingestion, run: Run): (rows: readonly TypedRow[]) => Promise<readonly boolean[]> {
  if (run.definition.legalBasis !== 'consent') return async (rows) => rows.map(() => true);
  const asked = { purpose: purposeOf(run.definition), upTo: run.pins.basis };
  return (rows) =>
    ingestion.consents(
      rows.map((row) => lookupOf(run, row)),
      asked,
    );
}

/** For a source without natural key: which record each row goes on with; these are what the file states of what stood. */
export async function continuing(parts: Parts, surveyed: Survey, first: boolean): Promise<Continuing> {
  const { ingestion, run, file, people, seen } = parts;
  if (run.definition.naturalKey.length > 0 || first) return () => undefined;
  const { records, continued } = await matchRows({
    run,
    store: ingestion.store,
    sql: ingestion.sql,
    stated: ingestion.vault.stated,
    rows: () => file.rows(),
    type: (row) => typedBy(file, row),
    hashOf: keyInFile(run, people),
    isRepeat: (hash, row) => (surveyed.repeated.get(hash)?.[0]?.row ?? row) !== row,
  });
  await seen?.add(records);
  return continued;
}

/** The record that the row of a number goes on with, if any. */
export type Continuing = (row: number) => Continued | undefined;

export interface Deciding {
  readonly log?: ImportLog;
  readonly from?: ImportState['advanced'];
  readonly asideUpTo?: number | undefined;
  readonly continued: Continuing;
  readonly unchanged?: (ids: readonly Uuid[]) => Promise<void>;
  readonly stands: (importId: Uuid) => boolean;
  readonly firstOfSource: boolean;
}

/** Decides the rows, and appends what was decided where there is a log. */
export async function decideRows(parts: Parts, surveyed: Survey, how: Deciding): Promise<SecondPassResult> {
  const { ingestion, run, file, onProgress, onQuarantined, people } = parts;
  const { name, naturalKey } = run.definition;
  const keyOf = groupInFile(run, people);
  // Of a source without natural key rows are equal or nothing to each other.
  const statementsOf = (row: Identified) => (naturalKey.length > 0 ? surveyed.repeated.get(keyOf(row)) : undefined);
  const note = (rows: readonly Identified[]): Promise<void> => {
    const contents = rows.map((row) => ({ recordId: row.recordId, hash: statedKey(keyOf(row)) }));
    return ingestion.vault.stated.add(name, run.import, contents);
  };
  return secondPass({
    ingestion,
    run,
    file,
    identify: identifying(run, people, {
      continued: how.continued,
      ...(surveyed.spellings.size > 0 && { firstSpelling: (key: string) => surveyed.spellings.get(key) }),
      ...(!how.firstOfSource && { records: recordsIn(ingestion.sql) }),
    }),
    mayGoOn: parts.mayGoOn,
    decide: deciding(run, surveyed, keyOf),
    surplus: (row) => {
      const statements = statementsOf(row);
      return statements?.length === statementsPerKey && !statements.some(({ hash }) => hash === row.statedHash);
    },
    follows: (row) => {
      const statements = statementsOf(row);
      const own = statements?.findIndex((statement) => statement.row === row.read.row) ?? -1;
      return own > 0 ? statements![own - 1]!.row : undefined;
    },
    consents: consentsFor(ingestion, run),
    ...(naturalKey.length === 0 && { note }),
    progress: (rows) => onProgress?.('deciding', rows, surveyed.rows),
    ...(onQuarantined && { quarantined: onQuarantined }),
    ...how,
  });
}
