/** What the command line of the first release shows of a place: exports and imports. */
import fs from 'node:fs';
import type { Json, Place } from './place.ts';

export const recordTypes = [
  'food',
  'exercise',
  'user_profile',
  'diet_assessment',
  'workout_session',
  'daily_activity',
  'sleep_period',
  'biometric_measure',
] as const;
const formats = ['csv', 'json', 'ndjson'] as const;

/** What is kept of an export. */
async function exported(place: Place, type: string, format: string, more: readonly string[]): Promise<object> {
  const out = place.deliver('export', '');
  const [said] = await place.healthai('export', type, '--format', format, '--out', out, ...more);
  const { rows, sha256, position, schemaHash }: Json = said;
  if (sha256 === undefined) throw new Error(`no export of ${type}: ${JSON.stringify(said)}`);
  fs.rmSync(out);
  return { type, format, at: position, clear: more.includes('--purpose'), rows, sha256, schemaHash };
}

/** Every type in every format as it stands now; in clear as an auditor has it; and as of earlier positions. */
export async function exportsOf(place: Place, marks: readonly string[], types = recordTypes): Promise<object[]> {
  const kept: object[] = [];
  const audit = ['--purpose', 'the golden log', '--as', 'auditor@healthai.local'];
  for (const type of types) {
    for (const format of formats) kept.push(await exported(place, type, format, []));
    if (type !== 'food' && type !== 'exercise') kept.push(await exported(place, type, 'ndjson', audit));
    for (const mark of marks) kept.push(await exported(place, type, 'ndjson', ['--at', mark]));
  }
  return kept;
}

/** Every import as `imports --json` lists it, the latest first, and the rows of each that were set aside. */
export async function importsOf(place: Place): Promise<readonly object[]> {
  const listed = await place.healthai('imports');
  const kept: object[] = [];
  for (const one of listed) {
    if (one.counts.quarantined === 0) {
      kept.push(one);
      continue;
    }
    const [detail] = await place.healthai('imports', one.import);
    // The words of the reasons are no part of what is kept.
    const quarantinedRows = detail.quarantinedRows.map(({ message: _, advice: __, ...row }: Json) => row);
    kept.push({ ...one, quarantinedRows });
  }
  return kept;
}

export async function headOf(place: Place): Promise<string> {
  const [{ head }] = await place.healthai('status');
  return head;
}
