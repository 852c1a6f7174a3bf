/** A snapshot that lacks so many records of the one before that its end is one event too large: it is paused for ever. */
import type { Json, Place } from './place.ts';
import { headOf, importsOf } from './show.ts';
import { catalogue, define, stuck } from './sources.ts';

/** Each missing record takes 39 bytes, and an event holds 524 288. */
const before = 13_500;
const left = 40;

export async function getStuck(place: Place): Promise<object> {
  define(place, stuck);
  await place.healthai('ingest', 'stuck', place.deliver('catalogue.csv', catalogue(before)));
  const [said]: readonly Json[] = await place.healthai('ingest', 'stuck', place.deliver('shrunk.csv', catalogue(left)));
  if (said.error === undefined) throw new Error(`the import is not stuck: ${JSON.stringify(said)}`);
  const imports = await importsOf(place);
  return { marks: [await headOf(place)], exports: [], imports };
}
