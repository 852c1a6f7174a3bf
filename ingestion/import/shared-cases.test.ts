/** Files as people have them, with the definitions that they wrote for them: what is lost or refused, and in which words. */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseDefinition } from '../../domain/source/parse-definition.ts';
import { isTyped, openImportFile } from './file.ts';

const folder = fileURLToPath(new URL('../../../shared/cases/readers/', import.meta.url));
const definitionOf = (name: string): unknown => JSON.parse(readFileSync(`${folder}${name}.source.json`, 'utf8'));

/** What the rows of a case say. */
async function valuesOf(name: string): Promise<unknown[]> {
  const parsed = parseDefinition(definitionOf(name));
  if (parsed.kind === 'invalid-definition') throw new Error(parsed.message);
  const file = await openImportFile(parsed.definition, (start = 0) =>
    createReadStream(`${folder}${name}.json`, { start }),
  );
  const values: unknown[] = [];
  for await (const batch of await file.rows())
    values.push(
      ...batch.map((row) => {
        const typed = file.type(row);
        return isTyped(typed) ? typed.values : typed.reason;
      }),
    );
  return values;
}

describe.skipIf(!existsSync(folder))('of the shared cases', () => {
  test.each([
    ['json-key-case', [{ protein_g: 3, fat_g: 1 }]],
    ['json07c-case-both', [{ protein_g: 1 }, { protein_g: 2 }]],
  ])('%s loses no value over the case of its keys', async (name, values) => {
    expect(await valuesOf(name)).toMatchObject(values);
  });

  test.each([
    ['hdr01-synonym-different-unit', 'write {"name":"Energy (kJ)","unit":"kj"}'],
    ['date08b-instant-into-day-tz', 'timeZone: belongs to sources with times'],
  ])('the definition of %s is refused, and it is said what to write', (name, message) => {
    const parsed = parseDefinition(definitionOf(name));
    expect(parsed.kind === 'invalid-definition' && parsed.message).toContain(message);
  });
});
