import { roles } from '../../../commands/roles.ts';
import { recordTypes } from '../../../domain/contracts/contract.ts';
import { exportFormats } from '../../../domain/export/format.ts';
import { languages } from '../../../domain/language.ts';
import { severities } from '../../../domain/record/events.ts';
import { sourcesOf } from '../../sources.ts';
import { type Command, wrongUse } from '../command.ts';
import { completionScript, shells } from '../completion.ts';
import { importVerbs } from './imports.ts';
import { userVerbs } from './users.ts';

/** @param all the commands of the command line */
export const completionCommand = (all: () => Promise<readonly Command[]>): Command => ({
  name: 'completion',
  summary: 'Print a completion script for bash or zsh.',
  usage: '<bash|zsh>',
  words: [1, 1],
  options: {},
  description: 'source <(npx healthai completion bash)',
  async run({ output, configuration }, args) {
    const asked = args.positionals[0];
    const shell = shells.find((one) => one === asked);
    if (!shell) throw wrongUse(`There is a completion for ${shells.join(' and for ')}, not for “${asked}”.`);
    const commands = await all();
    const sources = sourcesOf(configuration).sources.map(({ definition }) => definition.name);
    await output.write(
      completionScript(shell, {
        commands,
        words: {
          help: commands.map(({ name }) => name),
          ingest: sources,
          imports: importVerbs,
          users: userVerbs,
          export: recordTypes,
          completion: shells,
        },
        values: {
          roles,
          format: exportFormats,
          type: recordTypes,
          severity: severities,
          source: sources,
          language: languages,
        },
      }),
    );
    return 0;
  },
});
