/** An exercise catalogue as JSON: movements with what they can be done with, muscles, numbered steps, and a level. */
import { createHash } from 'node:crypto';
import { type Dataset, exactDuplicate, type Row } from '../dataset.ts';
import { randomFor } from '../random.ts';

interface Movement {
  readonly name: string;
  readonly bodyPart: string;
  readonly target: string;
  readonly secondary: readonly string[];
  readonly start: string;
  readonly move: string;
}

const movement = (
  name: string,
  bodyPart: string,
  target: string,
  secondary: readonly string[],
  start: string,
  move: string,
): Movement => ({ name, bodyPart, target, secondary, start, move });

const movements: readonly Movement[] = [
  movement(
    'squat',
    'upper legs',
    'quads',
    ['glutes', 'hamstrings'],
    'Stand with your feet shoulder-width apart',
    'bend knees and hips until your thighs are level',
  ),
  movement(
    'lunge',
    'upper legs',
    'glutes',
    ['quads', 'hamstrings'],
    'Stand upright with your feet together',
    'take a long step and lower the back knee',
  ),
  movement(
    'deadlift',
    'upper legs',
    'hamstrings',
    ['glutes', 'lower back'],
    'Stand with your feet under your hips',
    'push your hips back and keep your back flat',
  ),
  movement(
    'calf raise',
    'lower legs',
    'calves',
    ['soleus'],
    'Stand on the balls of your feet',
    'raise your heels as high as they go',
  ),
  movement(
    'bench press',
    'chest',
    'pectorals',
    ['triceps', 'deltoids'],
    'Lie on your back on a bench',
    'lower your hands to your chest and press them up',
  ),
  movement(
    'fly',
    'chest',
    'pectorals',
    ['deltoids'],
    'Lie on your back with your arms above you',
    'open your arms wide and close them again',
  ),
  movement(
    'push-up',
    'chest',
    'pectorals',
    ['triceps', 'core'],
    'Hold a plank with straight arms',
    'lower your chest between your hands and push up',
  ),
  movement(
    'row',
    'back',
    'upper back',
    ['biceps', 'forearms'],
    'Lean forward with a flat back',
    'pull your elbows past your ribs',
  ),
  movement(
    'pulldown',
    'back',
    'lats',
    ['biceps'],
    'Sit upright with your arms overhead',
    'pull your elbows down to your sides',
  ),
  movement(
    'pull-up',
    'back',
    'lats',
    ['biceps', 'forearms'],
    'Hang with straight arms',
    'pull until your chin is over your hands',
  ),
  movement(
    'shoulder press',
    'shoulders',
    'deltoids',
    ['triceps'],
    'Hold your hands at shoulder height',
    'press them overhead until your arms are straight',
  ),
  movement(
    'lateral raise',
    'shoulders',
    'deltoids',
    ['traps'],
    'Stand with your arms at your sides',
    'raise your arms to the side up to shoulder height',
  ),
  movement(
    'shrug',
    'shoulders',
    'traps',
    ['upper back'],
    'Stand with your arms hanging',
    'lift your shoulders towards your ears',
  ),
  movement(
    'biceps curl',
    'upper arms',
    'biceps',
    ['forearms'],
    'Stand with your elbows at your sides',
    'bend your elbows without moving them',
  ),
  movement(
    'triceps extension',
    'upper arms',
    'triceps',
    ['deltoids'],
    'Hold your elbows close to your head',
    'straighten your arms slowly',
  ),
  movement(
    'wrist curl',
    'lower arms',
    'forearms',
    ['hands'],
    'Rest your forearms on your thighs',
    'bend your wrists upwards',
  ),
  movement(
    'crunch',
    'waist',
    'abs',
    ['obliques'],
    'Lie on your back with bent knees',
    'lift your shoulder blades off the floor',
  ),
  movement(
    'side bend',
    'waist',
    'obliques',
    ['abs'],
    'Stand with one hand at your hip',
    'bend to the side and come back up',
  ),
  movement(
    'hip thrust',
    'upper legs',
    'glutes',
    ['hamstrings'],
    'Lean your upper back against a bench',
    'lift your hips until your body is straight',
  ),
  movement(
    'step-up',
    'upper legs',
    'quads',
    ['glutes', 'calves'],
    'Stand before a knee-high step',
    'step up with one leg and bring the other one along',
  ),
];

const equipments = [
  'body weight',
  'dumbbell',
  'barbell',
  'cable',
  'band',
  'kettlebell',
  'smith machine',
  'medicine ball',
];
const variants = ['', 'incline 45° ', 'single-arm ', 'slow ', 'seated '];
const levels = ['beginner', 'intermediate', 'expert'] as const;

/** Seven characters, as a catalogue's ids are. */
const idOf = (name: string): string =>
  createHash('sha256').update(name).digest('base64url').replace(/[-_]/g, '').slice(0, 7);

function exerciseAt(seed: number, index: number): Row {
  const random = randomFor(seed, 'exercise', index);
  const from = movements[index % movements.length]!;
  const equipment = equipments[Math.floor(index / movements.length) % equipments.length]!;
  const round = Math.floor(index / movements.length / equipments.length);
  const variant = variants[round % variants.length]!;
  const series = Math.floor(round / variants.length);
  const name = `${variant}${equipment} ${from.name}${series > 0 ? ` v. ${series + 1}` : ''}`;
  const hold = random.int(1, 3);
  const steps = [
    `${from.start}${equipment === 'body weight' ? '' : `, holding the ${equipment}`}.`,
    'Tighten your trunk and breathe in.',
    `Breathe out and ${from.move}.`,
    `Hold for ${hold} second${hold > 1 ? 's' : ''}, then return under control.`,
    'Repeat for the planned number of repetitions.',
  ];
  return {
    exerciseId: idOf(name),
    name,
    targetMuscles: [from.target],
    bodyParts: [from.bodyPart],
    equipments: [equipment],
    secondaryMuscles: from.secondary,
    instructions: steps.map((step, at) => `Step:${at + 1} ${step}`),
    level:
      levels[Math.min(2, (equipment === 'barbell' || from.name === 'pull-up' ? 1 : 0) + (variant === '' ? 0 : 1))]!,
    category: from.bodyPart === 'waist' ? 'core' : 'strength',
  };
}

export const sampleExercise: Dataset = {
  source: 'sample-exercise',
  format: 'json',
  header: [
    'exerciseId',
    'name',
    'targetMuscles',
    'bodyParts',
    'equipments',
    'secondaryMuscles',
    'instructions',
    'level',
    'category',
  ],
  bundled: 200,
  *rows(seed, count) {
    for (let index = 0; index < count; index++) yield exerciseAt(seed, index);
  },
  anomalies: [
    exactDuplicate('exerciseId', 0.01),
    {
      kind: 'target-among-secondary',
      column: 'secondaryMuscles',
      expects: ['E2'],
      share: 0.015,
      change: (row) => ({
        row: {
          ...row,
          secondaryMuscles: [
            ...(row.secondaryMuscles as readonly string[]),
            ...(row.targetMuscles as readonly string[]),
          ],
        },
      }),
    },
    {
      kind: 'no-equipment',
      column: 'equipments',
      expects: ['E3'],
      share: 0.01,
      change: (row) => ({ row: { ...row, equipments: [] } }),
    },
    {
      kind: 'no-level',
      column: 'level',
      expects: ['E4', 'M1'],
      share: 0.015,
      change: (row) => ({ row: { ...row, level: null } }),
    },
    {
      kind: 'no-instructions',
      column: 'instructions',
      expects: ['E5'],
      share: 0.01,
      change: (row) => ({ row: { ...row, instructions: [] } }),
    },
    {
      // A degree sign that was decoded twice.
      kind: 'mixed-script',
      column: 'name',
      expects: ['G5'],
      share: 0.01,
      change: (row) =>
        String(row.name).includes('°')
          ? { row: { ...row, name: String(row.name).replace('°', '\u0432°') } }
          : undefined,
    },
    {
      kind: 'unknown-level',
      column: 'level',
      expects: ['quarantined'],
      share: 0.005,
      change: (row) => ({ row: { ...row, level: 'hard' } }),
    },
    {
      kind: 'same-name-other-id',
      column: 'exerciseId',
      expects: [],
      share: 0.01,
      change: (row) => ({ row, later: { ...row, exerciseId: idOf(`${row.name} again`) } }),
    },
  ],
};
