import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mappingReadings, mappingText, shellWord } from './mapping-option.ts';

const columns = ['Calories (kcal)', 'Fat', 'Fat=g'];
const header = ['Energy (kJ)', 'Lipids', 'a:b', 'a', 'g=x'];
const readings = (text: string) => mappingReadings(text, { columns, header });

describe('--map', () => {
  test('names a column of the source, a column of the file, and a unit where another follows a colon', () => {
    expect(readings('Fat=Lipids')).toEqual([{ column: 'Fat', to: 'Lipids' }]);
    expect(readings('Calories (kcal)=Energy (kJ):kj')).toEqual([
      { column: 'Calories (kcal)', to: 'Energy (kJ)', unit: 'kj' },
    ]);
  });

  test('takes what is a column for the column', () => {
    expect(readings('Fat=a:b')).toEqual([{ column: 'Fat', to: 'a:b' }]);
    expect(readings('Fat=a:g')).toEqual([{ column: 'Fat', to: 'a', unit: 'g' }]);
    expect(mappingText({ column: 'Fat', to: 'a', unit: 'b' }, { header })).toBe('Fat=a::b');
    expect(readings('Fat=a::b')).toEqual([{ column: 'Fat', to: 'a', unit: 'b' }]);
  });

  test('means nothing where a side is no column, and says so where it could mean two things', () => {
    expect(readings('Fat=Butter')).toEqual([]);
    expect(readings('Butter=Lipids')).toEqual([]);
    expect(readings('Fat=Lipids:')).toEqual([]);
    expect(readings('Fat=g=x')).toEqual([{ column: 'Fat', to: 'g=x' }]);
    expect(mappingReadings('Fat=g=x', { columns, header: ['x', 'g=x'] })).toHaveLength(2);
  });

  test('reads what is written for a proposal as that proposal, whatever columns are called', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', ':', '=', ' '), minLength: 1, maxLength: 5 });
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 6 });
    const unit = fc.option(fc.constantFrom('a', 'kj', 'b'), { nil: undefined });
    fc.assert(
      fc.property(names, names, fc.nat(), fc.nat(), unit, (of, inFile, i, j, given) => {
        const mapped = {
          column: of[i % of.length]!,
          to: inFile[j % inFile.length]!,
          ...(given !== undefined && { unit: given }),
        };
        const read = mappingReadings(mappingText(mapped, { header: inFile }), { columns: of, header: inFile });
        // Another reading makes it an error, never another mapping.
        expect(read).toContainEqual(mapped);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('a word for the shell is read back as it was, and has nothing that a terminal obeys', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', "'", '"', '$', '\\', '\n', '\u001b', '\u009b', 'é', '`') });
  fc.assert(
    fc.property(
      fc.array(
        text.filter((one) => one !== ''),
        { minLength: 1, maxLength: 20 },
      ),
      (all) => {
        const words = all.map(shellWord);
        expect(words.join('')).not.toMatch(/\p{Cc}/u);
        const { stdout } = spawnSync('bash', ['-c', `printf '%s\\0' ${words.join(' ')}`], { encoding: 'utf8' });
        expect(stdout.split('\0').slice(0, -1)).toEqual(all);
      },
    ),
    { numRuns: 30 },
  );
});
