/** Refusals of the services on the command line: their words in the language asked for, and exit code 3. */
import type { Language } from '../../domain/language.ts';
import { Refused } from '../../services/refused.ts';
import { CommandFailed } from './command.ts';

/** @throws CommandFailed for what is refused; whatever else goes wrong as it is */
export const inWords = async <T>(doing: Promise<T>, language: Language): Promise<T> => {
  try {
    return await doing;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new CommandFailed(error.code, error.text(language), { details: error.params, cause: error });
  }
};
