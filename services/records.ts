/** One record: what a caller is shown of it, and what they decide. */
import type { RecordType } from '../domain/contracts/contract.ts';
import { contracts } from '../domain/contracts/index.ts';
import type { Uuid } from '../domain/ids.ts';
import { holds } from '../domain/rules/severity.ts';
import { splitParts } from '../eventstore/sealing/parts.ts';
import { type HistoryEntry, type RecordView, recordById } from '../projections/queries/record.ts';
import { rememberAccess } from './access.ts';
import type { Caller } from './caller.ts';
import { atLeast, positionAt } from './moments.ts';
import type { ServiceParts } from './parts.ts';
import { purposeInClear } from './people-in-clear.ts';
import { allows, demand } from './policy.ts';
import { type Action, type RecordSheet, type Sight, sheetOf } from './record-sheet.ts';
import { refusal } from './words.ts';

type Parts = Pick<
  ServiceParts,
  'readModel' | 'store' | 'foldings' | 'registered' | 'sql' | 'engine' | 'decisions' | 'vault'
>;

/** @throws Refused `no-such-record`, and for a moment that is none */
export async function record(parts: Parts, caller: Caller, id: Uuid, at?: string): Promise<RecordSheet> {
  demand(caller, 'record:read');
  const position = at === undefined ? undefined : await positionAt(parts.store, at);
  // Now is what is projected: only the past is waited for, since nobody can have been promised the present.
  if (position !== undefined) await atLeast(parts, position);
  const view = await recordById(parts, id, position);
  if (!view) throw refusal('no-such-record', { id });
  const sight = await sightOf(parts, caller, view, position !== undefined);
  const registered = await parts.registered(view.source);
  return sheetOf(view, sight, registered?.definition, caller.language);
}

async function sightOf(parts: Parts, caller: Caller, view: RecordView, past: boolean): Promise<Sight> {
  const publishedOnly = !allows(caller, 'record:history');
  if (publishedOnly && view.publishedValues === null) throw refusal('no-such-record', { id: view.id });
  const people = await showsPeople(parts, caller, view);
  const history = !showsHistory(caller, view) ? [] : people ? view.history : view.history.map(withoutPeople);
  const me = `user:${caller.id}` as const;
  const contributor = view.contributors.includes(me);
  const blocked = view.findings.some((finding) => finding.severity === 'block' && holds(finding));
  return {
    people,
    publishedOnly,
    history,
    past,
    actions: past ? [] : actionsOf(caller, view),
    approvalBlocked: blocked ? 'block' : contributor ? 'contributor' : null,
  };
}

/** Whether it is shown whom the record is about; where it is, the access log says so first. */
async function showsPeople(
  { sql }: Parts,
  caller: Caller,
  { type, id, subject, position, now }: RecordView,
): Promise<boolean> {
  if (!contracts[type].personal) return true;
  const purpose = purposeInClear(caller, now);
  if (purpose === undefined) return false;
  const people = [{ subject, record: id }];
  await rememberAccess(sql, { person: caller, what: `${type} ${id}`, purpose, position: BigInt(position), people });
  return true;
}

/** Reviewers are shown what happened to records that wait now, and to those they decided on; auditors everything. */
function showsHistory(caller: Caller, { now }: RecordView): boolean {
  if (allows(caller, 'record:every-history')) return true;
  if (!allows(caller, 'record:history')) return false;
  return now.status === 'open' || now.actors.includes(`user:${caller.id}`);
}

const withoutPeople = (entry: HistoryEntry): HistoryEntry => ({
  ...entry,
  data: splitParts(entry.type, entry.data as Readonly<Record<string, unknown>>).clear,
});

function actionsOf(caller: Caller, { status, alternatives }: RecordView): readonly Action[] {
  const may = (action: Action): boolean => allows(caller, `record:${action}`);
  const possible: Action[] = status === 'open' ? ['approve', 'reject', 'correct'] : [];
  if (status === 'published' || status === 'rejected') possible.push('correct');
  if (status !== 'withdrawn' && alternatives.length > 0) possible.push('choose');
  return possible.filter(may);
}

/** @throws Refused `no-such-record` */
export async function typeOfRecord({ sql }: Pick<Parts, 'sql'>, id: Uuid): Promise<RecordType> {
  const { rows } = await sql.query<{ type: RecordType }>('select type from records.record where record_id = $1', [id]);
  if (!rows[0]) throw refusal('no-such-record', { id });
  return rows[0].type;
}
