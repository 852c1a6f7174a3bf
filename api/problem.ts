/** What HTTP itself refuses, before or beside what the services refuse: RFC 9457 problems that are no `Refused`. */
import type { Json } from '../domain/json.ts';
import type { Language } from '../domain/language.ts';
import { type ProblemCode, problemStatus, problemText } from './problem-texts.ts';

/** One thing that is wrong with a request, at its place. */
export interface Fault {
  readonly in: 'path' | 'query' | 'header' | 'body';
  /** Name of the parameter, or path of the field: `set.energy_kcal`; empty for the body as a whole. */
  readonly name: string;
  readonly message: string;
}

/** A request that HTTP, not the domain, refuses. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly params: Readonly<Record<string, Json>>;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    code: ProblemCode,
    params: Readonly<Record<string, Json>> = {},
    headers: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${problemText(code, params, 'en')}`, options);
    this.code = code;
    this.status = problemStatus[code];
    this.params = params;
    this.headers = headers;
  }

  text(language: Language): string {
    return problemText(this.code, this.params, language);
  }
}

/** Faults that are told at once, and characters of a name and of a message: an answer does not grow with what was wrong. */
const mostFaults = 20;
const longestName = 200;
const longestMessage = 500;

/** A request whose parameters, headers or body do not fit: each fault by its name, the first of them where there are many. */
export const misfit = (code: 'invalid-parameter' | 'invalid-body', faults: readonly Fault[]): Problem =>
  new Problem(code, {
    errors: faults.slice(0, mostFaults).map((fault) => ({
      in: fault.in,
      name: cut(fault.name, longestName),
      message: cut(fault.message, longestMessage),
    })),
  });

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
