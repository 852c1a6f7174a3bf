/** Refusals of the services on the command line: their words in the language asked for, and exit code 3. */
import type { Language } from '../../domain/language.ts';
import { renderRejection } from '../../domain/rules/messages.ts';
import { UnusableOriginal } from '../../ingestion/originals.ts';
import { Refused } from '../../services/refused.ts';
import { CommandFailed } from './command.ts';

/** @throws CommandFailed for what is refused, and for an original that cannot be read again; whatever else goes wrong as it is */
export const inWords = async <T>(doing: Promise<T>, language: Language): Promise<T> => {
  try {
    return await doing;
  } catch (error) {
    if (error instanceof UnusableOriginal) {
      const { message, advice } = renderRejection(error.code, {}, language);
      throw new CommandFailed(error.code, `${message} ${advice}`, { cause: error });
    }
    if (!(error instanceof Refused)) throw error;
    throw new CommandFailed(error.code, error.text(language), { details: error.params, cause: error });
  }
};
