import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast } from '../../test/contrast.ts';

const css = fs.readFileSync(new URL('../src/lib/look/tokens.css', import.meta.url), 'utf8');

/** The colours as the style sheet has them: `light-dark(light, dark)`. */
const tokens = Object.fromEntries(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(([, name, light, dark]) => [
    name,
    { light, dark },
  ]),
) as Record<string, { light: string; dark: string }>;

const onPaper = ['ground', 'surface'];
const tones = ['ok', 'info', 'warn', 'error', 'block'];

/** What is read on what: text needs 4.5 : 1. */
const read: [string, string[]][] = [
  ['text', [...onPaper, 'sunken', 'accent-soft', ...tones.map((tone) => `${tone}-soft`)]],
  ['muted', [...onPaper, 'sunken']],
  ['accent', [...onPaper, 'accent-soft', 'sunken']],
  ['on-accent', ['accent']],
  ['on-band', ['band']],
  ['band-muted', ['band']],
  ...tones.map((tone): [string, string[]] => [tone, [...onPaper, `${tone}-soft`]]),
];

/** What is made out, not read: edges of controls, the focus, marks of charts need 3 : 1. */
const seen: [string, string[]][] = [
  ['edge', onPaper],
  ['focus', [...onPaper, 'sunken']],
  ['mark', [...onPaper, 'sunken']],
  ['mark-waiting', onPaper],
  ['mark-rejected', onPaper],
  ['block', ['sunken']],
  ['error', ['sunken']],
  ['info', ['sunken']],
];

describe.each(['light', 'dark'] as const)('the %s colours', (theme) => {
  const between = (one: string, other: string): number => {
    const [a, b] = [tokens[one]?.[theme], tokens[other]?.[theme]];
    if (!a || !b) throw new Error(`tokens.css has no ${a ? other : one}`);
    return contrast(a, b);
  };
  test.each(read.flatMap(([one, grounds]) => grounds.map((ground) => [one, ground] as const)))(
    'let everybody read %s on %s',
    (one, ground) => {
      expect(between(one, ground)).toBeGreaterThanOrEqual(4.5);
    },
  );
  test.each(seen.flatMap(([one, grounds]) => grounds.map((ground) => [one, ground] as const)))(
    'let everybody make out %s on %s',
    (one, ground) => {
      expect(between(one, ground)).toBeGreaterThanOrEqual(3);
    },
  );
});
