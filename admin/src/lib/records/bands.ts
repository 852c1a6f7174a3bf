/** What charts of the quality and of the queue are drawn from, and what each says in a sentence. */
import type { DimensionScore, Overview } from '../../../../services/quality.ts';
import type { Band } from '../charts/band.ts';
import type { Speech } from '../words/speech.ts';
import { dimensionName } from './names.ts';

const severityColours = {
  block: '--block',
  error: '--error',
  warn: '--mark-waiting',
  info: '--info',
  none: '--mark-rejected',
} as const;

export const severityBands = (open: Overview['open'], { words, number }: Speech): Band[] =>
  open.map(({ severity, count }) => ({
    name: severity,
    label: words.severities[severity],
    value: count,
    shown: number(count),
    colour: severityColours[severity],
  }));

/** How many wait, and what for most often. */
export function severitySentence(open: Overview['open'], { words, say, counted, percent }: Speech): string {
  const total = open.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return words.dashboard.nothingOpen;
  const most = open.reduce((one, other) => (other.count > one.count ? other : one));
  return say(words.dashboard.openSentence, {
    waiting: counted(words.dashboard.waiting, total),
    severity: words.severities[most.severity].toLowerCase(),
    share: percent(most.count / total, 0),
  });
}

export const dimensionBands = (dimensions: readonly DimensionScore[], { words, percent }: Speech): Band[] =>
  dimensions.map(({ dimension, score }) => ({
    name: dimension,
    label: dimensionName(words, dimension),
    value: score,
    shown: percent(score),
    colour: '--mark',
  }));

/** Which dimension is weakest, and how many are whole. */
export function dimensionSentence(
  dimensions: readonly DimensionScore[],
  { words, say, counted, percent }: Speech,
): string {
  const weakest = dimensions.reduce<DimensionScore | undefined>(
    (one, other) => (one === undefined || other.score < one.score ? other : one),
    undefined,
  );
  if (weakest === undefined) return words.common.noData;
  if (weakest.bad === 0) return words.quality.allWhole;
  const whole = dimensions.filter(({ bad }) => bad === 0).length;
  // Where no dimension is whole, nothing follows the blank.
  return say(words.quality.sentence, {
    dimension: dimensionName(words, weakest.dimension),
    score: percent(weakest.score),
    bad: weakest.bad,
    evaluated: weakest.evaluated,
    whole: whole === 0 ? '' : counted(words.quality.whole, whole, { all: dimensions.length }),
  }).trim();
}
