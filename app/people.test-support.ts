/** People made up for tests: a source for every type about people, with needles wherever somebody could be recognised. */
import { type RecordType, recordTypes } from '../domain/contracts/contract.ts';
import { contracts } from '../domain/contracts/index.ts';
import { localised } from '../domain/language.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';

export const personalTypes = recordTypes.filter((type) => contracts[type].personal);

/** What stands in no text that is written for everybody. */
export const needle = 'ndl';

interface Measures {
  /** What a row says besides who somebody is. */
  readonly stated: Readonly<Record<string, string>>;
  /** What a person corrects, and to what: the first, and the second to do so. */
  readonly corrected: readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>];
}

const day = { local_date: '2026-01-05' };
const measures: Readonly<Partial<Record<RecordType, Measures>>> = {
  biometric_measure: {
    stated: { measured_at: '2026-01-05T08:00:00Z', weight_kg: '70.5' },
    corrected: [{ weight_kg: '71' }, { weight_kg: '72' }],
  },
  daily_activity: { stated: { ...day, steps: '5000' }, corrected: [{ steps: '5001' }, { steps: '5002' }] },
  diet_assessment: {
    stated: { age_years: '40', weight_kg: '70', height_m: '1.75' },
    corrected: [{ weight_kg: '71' }, { weight_kg: '72' }],
  },
  sleep_period: {
    stated: { ...day, asleep_min: '400', in_bed_min: '430' },
    corrected: [{ asleep_min: '401' }, { asleep_min: '402' }],
  },
  user_profile: {
    stated: { weight_kg: '70' },
    corrected: [{ given_name: `${needle}-corrected` }, { given_name: `${needle}-corrected-again` }],
  },
  workout_session: { stated: { duration_min: '60' }, corrected: [{ duration_min: '61' }, { duration_min: '62' }] },
};

/** @throws Error for a type about people that is not here yet */
export function measuresOf(type: RecordType): Measures {
  const found = measures[type];
  if (found === undefined) throw new Error(`nobody has made up people for ${type} yet`);
  return found;
}

/** The fields that say who somebody is; the first is the key. */
export const identityOf = (type: RecordType): readonly string[] =>
  Object.entries(contracts[type].fields).flatMap(([name, field]) => (field.identifying ? [name] : []));

export const sourceOf = (type: RecordType): string => `people-${type.replaceAll('_', '-')}`;

/** A cell that is kept as read and feeds no field. */
const remark = 'remark';

const columnsOf = (type: RecordType): readonly string[] => [
  ...identityOf(type),
  ...Object.keys(measuresOf(type).stated),
];

export const definitionOf = (type: RecordType): SourceDefinition => ({
  name: sourceOf(type),
  version: 1,
  recordType: type,
  title: localised('Personnes', 'People', 'Personen', 'Persone'),
  format: 'csv',
  dialect: {},
  columns: [...columnsOf(type).map((field) => ({ column: field, field })), { column: remark, field: null }],
  constants: {},
  repairs: [],
  naturalKey: identityOf(type).slice(0, 1),
  person: { field: identityOf(type)[0] ?? '', namespace: sourceOf(type) },
  licence: { name: 'none', redistributable: false, verifiedBy: null },
  legalBasis: 'synthetic',
  cadence: null,
  delivers: 'snapshot',
  onMissing: 'withdraw',
  mayLack: { share: 1, records: 1_000 },
  trust: 'auto',
  timeZone: 'UTC',
  traits: {},
  justification: 'Made up for tests.',
});

/** Whoever is called so: every cell that says who it is, and the remark, hold the needle. */
function cellsOf(type: RecordType, name: string, changed: Readonly<Record<string, string>>): readonly string[] {
  const identity = identityOf(type).map((field) => {
    const { kind } = contracts[type].fields[field] ?? {};
    return [field, kind === 'date' ? '1971-07-19' : `${needle}-${field}-${name}`] as const;
  });
  const said: Readonly<Record<string, string>> = {
    ...Object.fromEntries(identity),
    ...measuresOf(type).stated,
    ...changed,
  };
  return [...columnsOf(type).map((field) => said[field] ?? ''), `${needle}-raw-${name}`];
}

/** A file of a source. @param rows who, and what is said otherwise of them */
export const fileOf = (
  type: RecordType,
  rows: readonly { readonly name: string; readonly changed?: Readonly<Record<string, string>> }[],
): string =>
  [[...columnsOf(type), remark], ...rows.map(({ name, changed = {} }) => cellsOf(type, name, changed))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');
