import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const launcher = path.join(import.meta.dirname, 'healthai.js');

/** What a bash that sourced the script offers behind each of these lines. */
function offered(...lines: readonly (readonly string[])[]): string[] {
  const tries = lines.map(
    (words) => `
      COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
      _healthai; echo "\${COMPREPLY[*]}"`,
  );
  const script = `set -eu; source <('${process.execPath}' '${launcher}' completion bash); ${tries.join('')}`;
  return execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' }).split('\n').slice(0, -1);
}

describe('completion in bash', () => {
  test('offers commands, their options, and the values that are known', () => {
    const [commands, about, sources, options, types, formats, languages] = offered(
      ['healthai', 're'],
      ['healthai', 'help', 'ex'],
      ['healthai', 'ingest', 'daily'],
      ['healthai', 'ingest', 'daily-food', '--s'],
      ['healthai', 'export', 'fo'],
      ['healthai', 'export', 'food', '--format', ''],
      ['healthai', 'queue', '--language', ''],
    );
    expect(commands).toBe('record reject rebuild restore redact-names');
    expect(about).toBe('export');
    expect(sources).toBe('daily-food');
    expect(options).toBe('--strict');
    expect(types).toBe('food');
    expect(formats).toBe('csv json ndjson');
    expect(languages).toBe('fr en de it');
  });

  test('leaves files and free text to the shell', () => {
    expect(
      offered(
        ['healthai', 'ingest', 'daily-food', ''],
        ['healthai', 'export', 'food', '--out', 'f'],
        ['healthai', 'status', ''],
      ),
    ).toEqual(['', '', '']);
  });
});
