import { commonOptions } from './arguments.ts';
import type { Command, OptionDefinition } from './command.ts';

/** The list of commands. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((c) => c.name.length)) + 2;
  return [
    "healthai: HealthAI Coach's data backend",
    '',
    'Usage: healthai <command> [words] [options]',
    '',
    ...commands.map((c) => `  ${c.name.padEnd(width)}${c.summary}`),
    '',
    'healthai <command> --help shows a command; the environment is described in .env.example.',
    'Exit codes: 0 done · 1 done, and findings need people (with --strict) · 2 wrong use · 3 failed · 4 a person has to decide.',
  ].join('\n');
}

/** One command in full. */
export function helpOf(command: Command): string {
  const options: [string, OptionDefinition][] = Object.entries({ ...command.options, ...commonOptions });
  const left = options.map(([name, o]) => `--${name}${o.type === 'string' ? ` ${o.value ?? '<value>'}` : ''}`);
  const width = Math.max(...left.map((text) => text.length)) + 2;
  return [
    command.summary,
    '',
    `Usage: healthai ${command.name} ${command.usage}`.trim(),
    '',
    command.description.trim(),
    '',
    'Options:',
    ...options.map(([, o], i) => `  ${left[i]!.padEnd(width)}${o.help}`),
  ].join('\n');
}
