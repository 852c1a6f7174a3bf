/** What is asked for is not done, and the caller can do something about it. Everything else that goes wrong is no `Refused`. */
import type { RecordStanding } from '../commands/decide-on-record.ts';
import type { Json } from '../domain/json.ts';
import type { Language } from '../domain/language.ts';

export interface RefusedParts {
  readonly code: string;
  /** The HTTP status that says the same. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 429 | 503 | 507;
  readonly params?: Readonly<Record<string, Json>>;
  /** What is wrong, and what to do. */
  readonly text: (language: Language) => string;
  /** How the record stands, where one was decided on. */
  readonly current?: RecordStanding | null;
  /** Seconds after which it may be tried again. */
  readonly retryAfter?: number;
}

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;
  readonly status: RefusedParts['status'];
  readonly params: Readonly<Record<string, Json>>;
  readonly text: RefusedParts['text'];
  readonly current: RecordStanding | null;
  readonly retryAfter: number | undefined;
  constructor({ code, status, params = {}, text, current = null, retryAfter }: RefusedParts, options?: ErrorOptions) {
    super(`${code}: ${text('en')}`, options);
    this.code = code;
    this.status = status;
    this.params = params;
    this.text = text;
    this.current = current;
    this.retryAfter = retryAfter;
  }
}
