/** Quality by dimension, of several sources together. */
import type { DimensionScore } from '../../../../services/quality.ts';

/** Bad and evaluated rows of each dimension summed over sources, the weakest first. Nothing evaluated is left out, not guessed. */
export function together(sources: readonly { readonly dimensions: readonly DimensionScore[] }[]): DimensionScore[] {
  const sums = new Map<string, { bad: number; evaluated: number }>();
  for (const { dimension, bad, evaluated } of sources.flatMap(({ dimensions }) => dimensions)) {
    const sum = sums.get(dimension) ?? { bad: 0, evaluated: 0 };
    sums.set(dimension, { bad: sum.bad + bad, evaluated: sum.evaluated + evaluated });
  }
  return [...sums]
    .filter(([, { evaluated }]) => evaluated > 0)
    .map(([dimension, { bad, evaluated }]) => ({ dimension, bad, evaluated, score: 1 - bad / evaluated }))
    .sort((a, b) => a.score - b.score);
}
