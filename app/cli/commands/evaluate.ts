import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledFolder } from '../../../datasets/datasets.ts';
import { evaluate, evaluationTable } from '../../../datasets/evaluate.ts';
import { observeFolder } from '../../../datasets/observe.ts';
import { type Command, wrongUse } from '../command.ts';

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'Measure precision and recall of the rules on data whose mistakes are known.',
  usage: '[folder] [--json]',
  words: [0, 1],
  options: {},
  description: `Without a folder, on the bundled data: every mistake in them was put in on purpose and is listed. A folder holds files
of sources and their list, ground-truth.json, as \`node datasets/generate.ts --seed 7 --out <folder>\` writes them.

Expected are the rows of which a rule should speak, observed those of which it does, correct those in both.`,
  async run({ output, json }, args) {
    const folder = args.positionals[0] ?? fileURLToPath(bundledFolder);
    if (!existsSync(path.join(folder, 'ground-truth.json')))
      throw wrongUse(`${folder} has no ground-truth.json, which lists what is wrong in its files.`);
    const { truth, observed } = await observeFolder(folder);
    const evaluation = evaluate(truth.anomalies, observed);
    if (json) await output.json(evaluation);
    else await output.write(evaluationTable(evaluation));
    return 0;
  },
};
