import { sourcesOf } from '../../sources.ts';
import { type Command, wrongUse } from '../command.ts';
import { completion } from '../help.ts';

/** @param others the other commands of the command line */
export const completionCommand = (others: () => Promise<readonly Command[]>): Command => ({
  name: 'completion',
  summary: 'Print a completion script for bash or zsh.',
  usage: '<bash|zsh>',
  words: [1, 1],
  options: {},
  description: 'source <(npx healthai completion bash)',
  async run({ output, configuration }, args) {
    const shell = args.positionals[0];
    if (shell !== 'bash' && shell !== 'zsh')
      throw wrongUse(`There is a completion for bash and for zsh, not for “${shell}”.`);
    const names = sourcesOf(configuration).sources.map(({ definition }) => definition.name);
    await output.write(completion(shell, await others(), names));
    return 0;
  },
});
