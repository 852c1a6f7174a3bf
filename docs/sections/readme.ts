/** What the README takes from the product: its commands, and what its rules find. */
import { fileURLToPath } from 'node:url';
import { everyCommand } from '../../app/cli/commands.ts';
import { bundledFolder } from '../../datasets/datasets.ts';
import { evaluate, evaluationTable } from '../../datasets/evaluate.ts';
import { observeFolder } from '../../datasets/observe.ts';
import { code, table } from './markdown.ts';

export const commandTable = async (): Promise<string> =>
  table(
    ['command', 'what it does'],
    (await everyCommand()).map(({ name, usage, summary }) => [code(`${name} ${usage}`.trim()), summary]),
  );

/** @returns the table that `healthai evaluate` prints */
export async function evaluation(): Promise<string> {
  const { truth, observed } = await observeFolder(fileURLToPath(bundledFolder));
  return `\`\`\`text\n${evaluationTable(evaluate(truth.anomalies, observed))}\`\`\``;
}
