/**
 * What documents take from the code, so that it cannot go stale: the sections between `<!-- generated: name -->` and
 * `<!-- /generated -->`, and as a whole the physical model and the types of clients.
 *
 *     node docs/generate.ts     writes them anew
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clientTypes } from './sections/client.ts';
import { decisionList } from './sections/decisions.ts';
import { askedPackages, broughtPackages, licenceTotals } from './sections/dependencies.ts';
import { dictionary, physicalModel, publishedDiagram, relations } from './sections/model.ts';
import { commandTable, evaluation } from './sections/readme.ts';
import { ruleSheets, rulesetsOverview, rulesOverview } from './sections/rules.ts';
import { inventory, sourceSheets } from './sections/sources.ts';

const root = path.resolve(import.meta.dirname, '..');

const sections: Readonly<Record<string, () => string | Promise<string>>> = {
  commands: commandTable,
  evaluation,
  inventory,
  'source sheets': sourceSheets,
  'rules overview': rulesOverview,
  rulesets: rulesetsOverview,
  'rule sheets': ruleSheets,
  dictionary,
  'published diagram': publishedDiagram,
  relations,
  decisions: decisionList,
  'licence totals': licenceTotals,
  'packages asked for': askedPackages,
  'packages brought along': broughtPackages,
};

/** Documents with generated sections. */
export const documents = [
  'README.md',
  'docs/modele-de-donnees.md',
  'docs/inventaire-des-sources.md',
  'docs/regles.md',
  'docs/adr/README.md',
  'docs/dependances.md',
] as const;
/** Files that are written as a whole. */
const wholeFiles: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/modele-physique.sql': physicalModel,
  'test/client/openapi.ts': clientTypes,
};

const section = /<!-- generated: (.+?) -->.*?<!-- \/generated -->/gs;

/**
 * Every file as it stands, and as it should.
 * @throws for a section that nobody writes
 */
export async function generated(): Promise<readonly { file: string; stands: string; should: string }[]> {
  const files = [];
  for (const file of documents) {
    const stands = readFileSync(path.join(root, file), 'utf8');
    let should = stands;
    for (const [whole, name = ''] of stands.matchAll(section)) {
      const write = sections[name];
      if (!write) throw new Error(`${file} has a section “${name}”, which docs/generate.ts does not write`);
      const text = `<!-- generated: ${name} -->\n${await write()}\n<!-- /generated -->`;
      should = should.replace(whole, () => text);
    }
    files.push({ file, stands, should });
  }
  for (const [file, write] of Object.entries(wholeFiles)) {
    const stands = readFileSync(path.join(root, file), { encoding: 'utf8', flag: 'a+' });
    files.push({ file, stands, should: await write() });
  }
  return files;
}

if (import.meta.main)
  for (const { file, stands, should } of await generated())
    if (stands !== should) writeFileSync(path.join(root, file), should);
