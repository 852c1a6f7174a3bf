/** Completion for bash, which zsh runs as well: commands, options, and the values that are known beforehand. */
import { commonOptions } from './arguments.ts';
import type { Command } from './command.ts';

export const shells = ['bash', 'zsh'] as const;
export type Shell = (typeof shells)[number];

export interface Completions {
  readonly commands: readonly Command[];
  /** What may stand as the first word of a command. */
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** What may stand behind an option. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** A script to source: `source <(healthai completion bash)`. Where it knows nothing, the shell offers files. */
export function completionScript(shell: Shell, { commands, words, values }: Completions): string {
  const all = commands.flatMap(({ options }) => Object.entries({ ...options, ...commonOptions }));
  const taking = [...new Set(all.filter(([, { type }]) => type === 'string').map(([name]) => name))];
  const script = `_healthai() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  COMPREPLY=()
  case "$before" in
${taking.map((name) => branch(`--${name}`, values[name] ?? [])).join('\n')}
  *)
    if [ "$COMP_CWORD" -eq 1 ]; then
      words="${['help', ...commands.map(({ name }) => name)].join(' ')}"
    else case "\${COMP_WORDS[1]}:$current" in
${commands.map(optionsOf).join('\n')}
${Object.entries(words)
  .map(([command, first]) => `      ${command}:*) [ "$COMP_CWORD" -eq 2 ] && words="${first.join(' ')}" ;;`)
  .join('\n')}
    esac
    fi ;;
  esac
  [ -z "$words" ] || COMPREPLY=( $(compgen -W "$words" -- "$current") )
}
complete -o default -F _healthai healthai
`;
  return shell === 'zsh' ? `autoload -U +X bashcompinit && bashcompinit\n${script}` : script;
}

const branch = (pattern: string, words: readonly string[]): string => `  ${pattern}) words="${words.join(' ')}" ;;`;

const optionsOf = ({ name, options }: Command): string => {
  const names = Object.keys({ ...options, ...commonOptions }).map((option) => `--${option}`);
  return `      ${name}:-*) words="${names.join(' ')}" ;;`;
};
