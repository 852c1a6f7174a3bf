/**
 * What the pipeline says of a file, without a database: the readers, the typing and the judging of an import.
 *
 *     node datasets/observe.ts [folder]        the evaluation of the bundled files, as a table
 */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contracts } from '../domain/contracts/index.ts';
import { canonicalJson } from '../domain/json.ts';
import { subjectOf } from '../domain/record/judging.ts';
import { compileJudge } from '../domain/rules/judge.ts';
import { rulesetInForce } from '../domain/ruleset/rulesets.ts';
import type { Typed } from '../domain/source/mapping.ts';
import { isTyped, openImportFile } from '../ingestion/import/file.ts';
import { source } from '../ingestion/sources/index.ts';
import { bundledFolder } from './datasets.ts';
import { evaluate, evaluationTable, type Observed } from './evaluate.ts';
import type { GroundTruth } from './generate.ts';

interface ReadStatement {
  readonly row: number;
  readonly typed: Typed;
  readonly key: string;
  readonly content: string;
}

/** Everything that is said of the rows of one file. No column verdict is passed: of made data no column is unreliable. */
async function observe(sourceName: string, path: string): Promise<readonly Observed[]> {
  const definition = source(sourceName);
  if (!definition) throw new Error(`no source is called ${sourceName}`);
  const file = await openImportFile(definition, (start = 0) => createReadStream(path, { start }));
  const observed: Observed[] = [];
  const statements: ReadStatement[] = [];
  for await (const batch of await file.rows()) {
    for (const read of batch) {
      const typed = file.type(read);
      if (!isTyped(typed)) observed.push({ source: sourceName, row: read.row, says: 'quarantined' });
      else {
        const content = canonicalJson([typed.values, typed.qualifiers ?? {}]);
        statements.push({ row: read.row, typed, key: typed.key ?? content, content });
      }
    }
  }
  const contents = new Map<string, Set<string>>();
  for (const { key, content } of statements) contents.set(key, (contents.get(key) ?? new Set()).add(content));
  const { judge } = compileJudge(rulesetInForce(definition.recordType), definition, contracts[definition.recordType]);
  const seen = new Set<string>();
  for (const { row, typed, key, content } of statements) {
    const said = (says: string): number => observed.push({ source: sourceName, row, says });
    if (seen.has(content)) said('duplicate');
    else {
      seen.add(content);
      const conflicting = contents.get(key)!.size > 1;
      for (const { rule } of judge(subjectOf({ ...typed, ...(conflicting && { conflicting: true }) }, {})).findings)
        said(rule);
    }
  }
  return observed;
}

/** What is said of all files of a folder with a `ground-truth.json`, and what should be. */
export async function observeFolder(folder: string): Promise<{ truth: GroundTruth; observed: readonly Observed[] }> {
  const truth = JSON.parse(await readFile(join(folder, 'ground-truth.json'), 'utf8')) as GroundTruth;
  const observed: Observed[] = [];
  for (const { file, source: name } of truth.files) observed.push(...(await observe(name, join(folder, file))));
  return { truth, observed };
}

if (import.meta.main) {
  const { truth, observed } = await observeFolder(process.argv[2] ?? fileURLToPath(bundledFolder));
  process.stdout.write(evaluationTable(evaluate(truth.anomalies, observed)));
}
