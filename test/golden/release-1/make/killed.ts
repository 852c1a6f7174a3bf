/**
 * Imports killed at twenty points, each of a source of its own, so that one log holds them all: of foods, of people without
 * a key and of people with one, each the second file of its source. Beside them the same files undisturbed.
 */
import {
  assessments,
  foodFile,
  mixedFoods,
  mixedFoodsLater,
  mixedSessions,
  mixedSessionsLater,
  withRepeats,
} from './files.ts';
import type { Json, Place } from './place.ts';
import { importsOf } from './show.ts';
import type { Job } from './trouble.ts';

/** Rows behind which an import tells of its progress, and some more. */
const repeats = 5_100;

interface Kind {
  readonly name: string;
  readonly like: string;
  readonly first: string;
  readonly later: string;
  /** Where they are killed: shares of an undisturbed run's appends, or counted from either end of it. */
  readonly points: readonly {
    readonly at: number;
    readonly when: Exclude<NonNullable<Job['trouble']>['when'], undefined>;
    readonly whole?: true;
  }[];
}

const kinds: readonly Kind[] = [
  {
    name: 'foods',
    like: 'daily-food',
    first: foodFile(mixedFoods(12)),
    later: withRepeats(foodFile(mixedFoodsLater(30)), repeats),
    points: [
      { at: 1, when: 'written' },
      { at: 2, when: 'before' },
      { at: 2, when: 'written' },
      { at: 3, when: 'under way' },
      { at: 0.25, when: 'before' },
      { at: 0.4, when: 'written' },
      { at: 0.55, when: 'before' },
      { at: 0.7, when: 'under way' },
      { at: 0.8, when: 'before' },
      { at: -2, when: 'before' },
      { at: -2, when: 'written' },
      { at: -1, when: 'before' },
      { at: 3, when: 'under way', whole: true },
      { at: 4, when: 'before', whole: true },
    ],
  },
  {
    name: 'sessions',
    like: 'gym-members',
    first: mixedSessions(8),
    later: mixedSessionsLater(8),
    points: [
      { at: 3, when: 'written' },
      { at: 0.6, when: 'before' },
      { at: -1, when: 'before' },
    ],
  },
  {
    name: 'assessments',
    like: 'sample-assessment',
    first: assessments(6),
    later: assessments(7, 4),
    points: [
      { at: 3, when: 'written' },
      { at: 0.6, when: 'under way' },
      { at: -2, when: 'before' },
    ],
  },
];

/** @returns the imports as they were left, and for each source how its undisturbed sibling ended */
export async function getKilled(place: Place): Promise<object> {
  await place.healthai('status');
  const undisturbed: Record<string, string> = {};
  for (const { name, like, first, later, points } of kinds) {
    const [file, next] = [place.deliver(`${name}.csv`, first), place.deliver(`${name}-2.csv`, later)];
    const calm = { like, name: `calm-${name}` };
    const whole = { like, name: `calm-${name}-whole` };
    for (const source of [calm, whole]) await place.trouble({ source, file });
    const { appends } = await place.trouble({ source: calm, file: next, apart: true });
    const { appends: appendsWhole } = await place.trouble({ source: whole, file: next });
    const tried = new Set<string>();
    for (const [i, point] of points.entries()) {
      const source = { like, name: `killed-${name}-${i + 1}` };
      await place.trouble({ source, file });
      const at = placeOf(point.at, point.whole ? appendsWhole : appends);
      // The test server takes what it has of an append to one stream when its sender dies, which no real server does.
      const halfSent = place.server !== undefined && !point.whole && point.when === 'under way';
      const when = halfSent ? 'written' : point.when;
      const trouble = { kind: 'killed', at, when } as const;
      const tries = JSON.stringify([at, when, point.whole]);
      if (tried.has(tries)) throw new Error(`${source.name} is killed where another one was: ${tries} of ${appends}`);
      tried.add(tries);
      await place.trouble({ source, file: next, apart: !point.whole, trouble });
      undisturbed[source.name] = calm.name;
    }
  }
  return { marks: [], exports: [], imports: await importsOf(place), undisturbed };
}

const placeOf = (at: number, appends: number): number =>
  at < 0 ? appends + 1 + at : at < 1 ? Math.ceil(at * appends) : Math.min(at, appends);

/** How each killed import ends under the first release itself. @throws where it ends otherwise than undisturbed */
export async function finish(place: Place, { undisturbed, imports }: Json): Promise<object> {
  const ends: Record<string, object> = {};
  for (const [name, calm] of Object.entries<string>(undisturbed)) {
    const kind = kinds.find((one) => calm === `calm-${one.name}`)!;
    const file = place.deliver(`${kind.name}-2.csv`, kind.later);
    const end = await place.trouble({ source: { like: kind.like, name }, file });
    const { counts } = imports.find(({ source }: Json) => source === calm);
    if (JSON.stringify(end.counts) !== JSON.stringify(counts)) throw new Error(`${name}: ${JSON.stringify(end)}`);
    ends[end.import] = { counts };
  }
  return ends;
}
