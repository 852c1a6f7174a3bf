/** What clients use judges the document: a linter and two generators that others wrote. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { type Document, openApiDocument } from './document.ts';
import { endpoints } from './endpoints.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'healthai-clients-'));
afterAll(() => rmSync(folder, { recursive: true }));

const made = openApiDocument(endpoints, '1.2.3');

/** As it was once: a name that stands for itself. */
const hollow: Document = {
  ...made,
  components: {
    schemas: { ...made.components.schemas, Problem: { $ref: '#/components/schemas/Problem' } },
  },
};

interface Finding {
  readonly severity: 'error' | 'warn';
  readonly ruleId: string;
  readonly message: string;
}

interface Linted {
  readonly problems: readonly Finding[];
  readonly exitCode: number;
}

/** What Redocly's linter says by its recommended rules, warnings too. It tells nobody of it and asks for no newer version. */
async function lint(document: Document, name: string): Promise<Linted> {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(document));
  const program = path.join(root, 'node_modules/@redocly/cli/bin/cli.js');
  const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' };
  const said = Promise.withResolvers<string>();
  const child = execFile(
    process.execPath,
    [program, 'lint', file, '--extends=recommended', '--format=json'],
    { cwd: folder, env: { ...process.env, ...quiet }, maxBuffer: 64 * 1024 * 1024 },
    (_, stdout) => said.resolve(stdout),
  );
  const { problems } = JSON.parse((await said.promise) || '{ "problems": [] }') as Pick<Linted, 'problems'>;
  return {
    problems: problems.map(({ severity, ruleId, message }) => ({ severity, ruleId, message })),
    exitCode: child.exitCode ?? -1,
  };
}

/** What the compiler has against files, at its strictest. */
function compile(files: readonly string[]): readonly string[] {
  const program = ts.createProgram([...files], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

describe('the document', () => {
  test('is found without fault by Redocly’s linter', async () => {
    expect(await lint(made, 'openapi.json')).toEqual({ problems: [], exitCode: 0 });
  });

  test('would be refused by it with a name that stands for itself', async () => {
    expect((await lint(hollow, 'hollow.json')).exitCode).not.toBe(0);
  });

  test('gives types by openapi-typescript that compile', () => {
    expect(compile([path.join(root, 'test/client/openapi.ts')])).toEqual([]);
  });

  test('gives a client by Hey API that compiles, with a function for every operation', async () => {
    const output = path.join(folder, 'client');
    await createClient({
      input: path.join(folder, 'openapi.json'),
      output: { path: output },
      logs: { level: 'silent', file: false },
    });
    const files = readdirSync(output, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    expect(compile(files.map((name) => path.join(output, name)))).toEqual([]);
    const program = ts.createProgram([path.join(output, 'sdk.gen.ts')], {});
    const names = program
      .getSourceFile(path.join(output, 'sdk.gen.ts'))
      ?.statements.filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) =>
        declarationList.declarations.map(({ name }) => (ts.isIdentifier(name) ? name.text : '')),
      );
    expect(names?.sort()).toEqual(endpoints.map(({ id }) => id).sort());
  });
});
