/** The story: every kind of import and every decision that the first release knows. */
import {
  contradictingSessions,
  csvPiece,
  foodFile,
  jsonPiece,
  mixedFoods,
  mixedFoodsLater,
  mixedSessions,
  mixedSessionsLater,
  rowOf,
  xlsxPiece,
} from './files.ts';
import type { Json, Place } from './place.ts';
import { exportsOf, headOf, importsOf } from './show.ts';
import { canteen, clinic, define, dishes, kitchen, recipes, visits } from './sources.ts';

const reviewer = ['--as', 'reviewer@healthai.local'];
const approver = ['--as', 'approver@healthai.local'];
const second = ['--as', 'approver2@healthai.local'];

type Content = string | Buffer;

/** @throws where the file was rejected */
async function ingest(place: Place, source: string, name: string, content: Content, ...more: string[]): Promise<void> {
  const [said] = await place.healthai('ingest', source, place.deliver(name, content), ...more);
  if (said.error !== undefined) throw new Error(`${source}, ${name}: ${JSON.stringify(said)}`);
}

/** @throws where the file was taken, or rejected for another reason */
async function rejected(place: Place, code: string, source: string, name: string, content: Content): Promise<void> {
  const [said] = await place.healthai('ingest', source, place.deliver(name, content));
  if (said.error?.code !== code) throw new Error(`${source}, ${name}: ${JSON.stringify(said)}`);
}

/** @returns what the command line shows of the place at its end */
export async function tellStory(place: Place): Promise<object> {
  const marks: string[] = [];
  const mark = async (): Promise<void> => void marks.push(await headOf(place));
  await place.healthai('status');
  await deliverFirst(place);
  await deliverPeople(place);
  await mark();
  await fail(place);
  await decide(place);
  await mark();
  await deliverLater(place);
  await mark();
  await ownSources(place);
  await pausedImports(place);
  return { marks, exports: await exportsOf(place, marks), imports: await importsOf(place) };
}

async function deliverFirst(place: Place): Promise<void> {
  const { release } = place;
  await ingest(place, 'daily-food', 'foods.csv', foodFile(mixedFoods(60)));
  await ingest(place, 'sample-food', 'sample-food.csv', csvPiece(release, 'sample-food.csv', 60));
  await ingest(place, 'sample-exercise', 'sample-exercise.json', jsonPiece(release, 'sample-exercise.json', 20));
  const composition = await xlsxPiece(release, 'sample-food-composition.xlsx', 20);
  await ingest(place, 'sample-food-composition', 'composition.xlsx', composition);
}

async function deliverPeople(place: Place): Promise<void> {
  const { release } = place;
  const piece = (name: string, rows: number, more: readonly string[] = []): string =>
    csvPiece(release, name, rows, more);
  const again = (name: string, changed: Readonly<Record<number, string>> = {}): string =>
    rowOf(release, name, 2, changed);
  const profiles = [again('sample-profile.csv'), again('sample-profile.csv', { 7: '71.5' })];
  const unread = rowOf(release, 'sample-profile.csv', 12, { 6: 'tall' });
  await ingest(place, 'sample-profile', 'profiles.csv', piece('sample-profile.csv', 9, [...profiles, unread]));
  await ingest(place, 'sample-assessment', 'assessments.csv', piece('sample-assessment.csv', 9));
  await ingest(place, 'sample-session', 'sessions.csv', piece('sample-session.csv', 9));
  const days = [again('sample-activity.csv', { 2: '4', 3: '2200' }), again('sample-activity.csv', { 2: '99999999' })];
  await ingest(place, 'sample-activity', 'days.csv', piece('sample-activity.csv', 12, days));
  await ingest(place, 'sample-sleep', 'nights.csv', piece('sample-sleep.csv', 9));
  await ingest(place, 'sample-weight', 'weights.csv', piece('sample-weight.csv', 9));
  await ingest(place, 'gym-members', 'members.csv', mixedSessions(12));
  await ingest(place, 'gym-members-synthetic', 'synthetic.csv', contradictingSessions(10));
  await ingest(place, 'tracker-sleep', 'consent.csv', piece('sample-sleep.csv', 4));
}

/** Files that are rejected as a whole: two of them begin with what may be somebody's data. */
async function fail(place: Place): Promise<void> {
  const { release } = place;
  await rejected(place, 'wrong-header', 'daily-food', 'other.csv', 'Food,Energy\nApple,52\n');
  await rejected(place, 'wrong-header', 'exercisedb', 'shape.json', '[{"title":"squat"},{"title":"lunge"}]\n');
  const headless = [3, 4, 5].map((n) => rowOf(release, 'sample-profile.csv', n));
  await rejected(place, 'wrong-header', 'sample-profile', 'headless.csv', `${headless.join('\n')}\n`);
  const twice = rowOf(release, 'sample-profile.csv', 6, { 3: 'Jana', 4: 'Jana' });
  await rejected(place, 'duplicate-column', 'sample-profile', 'twice.csv', `${twice}\n${twice}\n`);
}

/** The id of a record by its row in the last import of its source. */
async function recordAt({ sql }: Place, source: string, row: number): Promise<string> {
  const { rows } = await sql.query('select record_id from records.record where source = $1 and base_row = $2', [
    source,
    row,
  ]);
  if (rows.length !== 1) throw new Error(`${rows.length} records of ${source} come from row ${row}`);
  return rows[0].record_id;
}

async function openRecord({ sql }: Place, source: string, nth: number): Promise<string> {
  const { rows } = await sql.query(
    `select record_id from records.record where source = $1 and status = 'open' and cardinality(stated) = 1
     order by base_row limit 1 offset $2`,
    [source, nth],
  );
  if (rows.length !== 1) throw new Error(`${source} has no open record ${nth}`);
  return rows[0].record_id;
}

async function statedTwice({ sql }: Place, source: string, nth = 0): Promise<string> {
  const { rows } = await sql.query(
    `select record_id from records.record where source = $1 and cardinality(stated) > 1 order by base_row limit 1 offset $2`,
    [source, nth],
  );
  if (rows.length !== 1) throw new Error(`${source} states nothing twice`);
  return rows[0].record_id;
}

/** @throws where the decision was refused */
async function done(said: Promise<readonly Json[]>): Promise<void> {
  const [answer] = await said;
  if (answer.error !== undefined) throw new Error(`refused: ${JSON.stringify(answer)}`);
}

async function decide(place: Place): Promise<void> {
  const to = (...words: string[]): Promise<void> => done(place.healthai(...words));
  const doubtful = await openRecord(place, 'daily-food', 0);
  await to('correct', doubtful, '--set', 'energy_kcal=118', '--reason', 'kilojoules', ...reviewer);
  await to('approve', doubtful, ...approver);
  await to('approve', await openRecord(place, 'daily-food', 0), ...approver);
  const implausible = ['--code', 'implausible', '--text', 'nobody eats 900 kcal of this'];
  await to('reject', await openRecord(place, 'daily-food', 1), ...implausible, ...reviewer);
  const [first, other] = [await statedTwice(place, 'daily-food'), await statedTwice(place, 'daily-food', 1)];
  await to('choose', first, '--alternative', '1', '--reason', 'the newer label', ...reviewer);
  await to('approve', first, ...second);
  await to('choose', other, '--alternative', '0', '--reason', 'the label', ...reviewer);
  const published = await recordAt(place, 'daily-food', 2);
  await to('correct', published, '--set', 'protein_g=9.5', '--reason', 'weighed again', ...reviewer);
  await to('approve', published, ...approver);

  const profile = await statedTwice(place, 'sample-profile');
  await to('choose', profile, '--alternative', '1', '--reason', 'asked', ...reviewer);
  await to('approve', profile, ...approver);
  await to('correct', profile, '--set', 'country=CH', '--set', 'email=', '--reason', 'moved', ...reviewer);
  const day = await statedTwice(place, 'sample-activity');
  await to('correct', day, '--set', 'mood=tired', '--reason', 'asked', ...reviewer);
  await to('reject', day, '--code', 'unclear', '--text', 'which device?', ...approver);
  await to('approve', await openRecord(place, 'sample-session', 0), ...approver);
}

/** Later files of sources that had one: changed, unchanged, missing and new rows, corrections that no longer fit. */
async function deliverLater(place: Place): Promise<void> {
  const { release } = place;
  await ingest(place, 'daily-food', 'foods-2.csv', foodFile(mixedFoodsLater(60)));
  await ingest(place, 'daily-food', 'foods.csv', foodFile(mixedFoods(60)));
  await ingest(place, 'daily-food', 'foods.csv', foodFile(mixedFoods(60)));
  await ingest(place, 'gym-members', 'members-2.csv', mixedSessionsLater(12));
  const changed = rowOf(release, 'sample-profile.csv', 3, { 7: '72.2' });
  await ingest(place, 'sample-profile', 'profiles-2.csv', csvPiece(release, 'sample-profile.csv', 2, [changed]));
}

async function ownSources(place: Place): Promise<void> {
  define(place, clinic);
  await ingest(place, 'clinic', 'visits.json', visits(0, 5));
  await ingest(place, 'clinic', 'visits-2.json', visits(3, 4));
  await ingest(place, 'clinic', 'visits-2.json', visits(3, 4), '--again');
  define(place, kitchen('total'));
  await ingest(place, 'kitchen', 'recipes.csv', recipes());
  define(place, kitchen('available'));
  await ingest(place, 'kitchen', 'recipes-2.csv', recipes(['Stew,90,6,8,4,2']));
  const [bran, soup] = [await recordAt(place, 'kitchen', 2), await recordAt(place, 'kitchen', 3)];
  const [again] = await place.healthai('approve', bran, ...approver);
  if (again.error?.code !== 'judged-again') throw new Error(`not judged again: ${JSON.stringify(again)}`);
  await done(place.healthai('approve', bran, ...approver));
  await done(place.healthai('approve', soup, ...approver));
}

/** One that was paused and went on, and one that is paused still. */
async function pausedImports(place: Place): Promise<void> {
  define(place, canteen);
  const source = { like: 'canteen', name: 'canteen' };
  const [first, later] = [place.deliver('menu.csv', dishes(12, '4,2')), place.deliver('menu-2.csv', dishes(14, '5,5'))];
  const trouble = { kind: 'failing', at: 9 } as const;
  const paused = async (file: string): Promise<void> => {
    await place.trouble({ source, file, apart: true, trouble });
    const [last] = await place.healthai('imports');
    if (last.source !== 'canteen' || last.status !== 'paused') throw new Error(`not paused: ${JSON.stringify(last)}`);
  };
  await paused(first);
  await place.healthai('ingest', 'canteen', first);
  await paused(later);
}

/** How the paused import ends under the first release itself. */
export async function goOn(place: Place): Promise<object> {
  const [said] = await place.healthai('ingest', 'canteen', place.deliver('menu-2.csv', dishes(14, '5,5')));
  const [last] = await place.healthai('imports', said.import);
  return { [last.import]: { counts: last.counts, records: last.records, findings: last.findings } };
}
