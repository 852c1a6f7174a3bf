import { type Language, languages } from '../../domain/language.ts';
import { wrongUse } from './command.ts';

/** What decides on the language of a terminal, the strongest first (POSIX). */
const variables = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

/**
 * The language in which findings, refusals and labels are written: `--language`, else that of the terminal, else English,
 * in which everything else on the command line is written.
 * @throws CommandFailed (wrong use) for a language that the product does not speak
 */
export function languageOf(asked: string | undefined, environment: NodeJS.ProcessEnv): Language {
  if (asked !== undefined) {
    const language = known(asked);
    if (!language) throw wrongUse(`--language takes one of ${languages.join(', ')}, not “${asked}”.`);
    return language;
  }
  const terminal = variables.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
  return known(terminal?.split(/[_.@-]/)[0] ?? '') ?? 'en';
}

const known = (name: string): Language | undefined => languages.find((language) => language === name.toLowerCase());
