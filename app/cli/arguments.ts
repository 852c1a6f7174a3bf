import { parseArgs } from 'node:util';
import { type Arguments, type Command, wrongUse } from './command.ts';

/** Options that every command has. */
export const commonOptions = {
  json: { type: 'boolean', help: 'Write the result as JSON on stdout, and nothing else there.' },
  language: {
    type: 'string',
    value: '<fr|en|de|it>',
    help: 'Of findings, refusals and labels; that of the terminal where left out.',
  },
  help: { type: 'boolean', help: 'Show this help.' },
} as const;

/** Node adds advice for programmers in further sentences and lines. */
const sentence = (message: string): string => message.split(/\.? To specify|\.?\n/)[0]!.replace(/\.$/, '');

/**
 * Reads the words after a command's name.
 * @throws CommandFailed (wrong use) that says what is wrong and how the command is used
 */
export function readArguments(command: Command, words: readonly string[]): Arguments {
  const usage = `healthai ${command.name} ${command.usage}`.trim();
  const options = Object.fromEntries(
    Object.entries({ ...command.options, ...commonOptions }).map(([name, { type, ...rest }]) => [
      name,
      { type, multiple: 'multiple' in rest && rest.multiple === true },
    ]),
  );
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw wrongUse(`${sentence((error as Error).message)}. Usage: ${usage}`, { usage });
  }
  const { values, positionals } = parsed;
  const [least, most] = command.words;
  if (values.help !== true && (positionals.length < least || positionals.length > most)) {
    const what = positionals.length < least ? 'Something is missing' : `“${positionals[most]}” is one word too many`;
    throw wrongUse(`${what}. Usage: ${usage}`, { usage });
  }
  return {
    positionals,
    flag: (name) => values[name] === true,
    option: (name) => values[name] as string | undefined,
    options: (name) => (values[name] as string[] | undefined) ?? [],
  };
}
