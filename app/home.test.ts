import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../domain/language.ts';
import { foodFile, foodRequest } from '../ingestion/import/foods.test-support.ts';
import { ingest } from '../ingestion/import/ingest.ts';
import { freshSystem, type TestSystem } from '../test/system.ts';
import { home } from './home.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await freshSystem();
});
afterAll(() => system.remove());

const page = async (language: (typeof languages)[number] = 'en'): Promise<string> =>
  (await home(system, language)).main.markup;

describe('the page at /', () => {
  test('says that the system is starting while it is', async () => {
    expect((await home(undefined, 'fr')).main.markup).toContain('Le système démarre');
  });

  test('says that there is no import yet', async () => {
    expect(await page()).toContain('No import yet.');
  });

  test('shows what is published and what waits, in sum and by type, and every import with its rows', async () => {
    await ingest(
      system.ingestion,
      foodRequest(foodFile([{ name: 'Bread' }, { name: 'Butter' }, { name: 'Brew', kcal: 900 }])),
    );
    const markup = await page();
    expect(markup).toContain('<dt>Published</dt><dd>2</dd>');
    expect(markup).toContain('<dt>Waiting</dt><dd class="waiting">1</dd>');
    expect(markup).toContain('<th scope="row">Food</th><td class="number">2</td><td class="number waiting">1</td>');
    expect(markup).toContain('<th scope="row">daily-food</th><td>completed</td>');
  });

  test.each(languages)(
    'gives each table a caption, heads in both directions and a region to scroll in: %s',
    async (language) => {
      const markup = await page(language);
      const tables = markup.match(/<table>/g) ?? [];
      expect(tables).toHaveLength(2);
      expect(markup.match(/<caption><h2>[^<]+<\/h2><\/caption>/g)).toHaveLength(tables.length);
      expect(markup.match(/<div class="scroll" tabindex="0" role="region" aria-label="[^"]+">/g)).toHaveLength(
        tables.length,
      );
      expect(markup).not.toContain('<th>');
      expect(markup).not.toContain('undefined');
    },
  );
});
