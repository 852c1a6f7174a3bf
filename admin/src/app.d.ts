import type { Logger } from 'pino';
import type { Language } from '../../domain/language.ts';
import type { Caller } from '../../services/caller.ts';
import type { Services } from '../../services/services.ts';

/** What the server in whose process this runs puts on each request (app/admin.ts). */
export interface Given {
  readonly services: Services;
  readonly log: Logger;
  /** The address that the request comes from, as the server trusts it. */
  readonly address: string;
  /** The request's id, for the log, for events and for people who report an error. */
  readonly requestId: string;
  /** Aborts when the server closes. */
  readonly closing: AbortSignal;
}

declare module 'node:http' {
  interface IncomingMessage {
    healthai?: Given;
  }
}

declare global {
  namespace App {
    interface Error {
      status: number;
      message: string;
      /** Of a refusal: what is refused. */
      code?: string;
      /** Of a fault: what to give to an administrator. */
      id?: string;
    }
    interface Locals {
      services: Services;
      log: Logger;
      requestId: string;
      address: string;
      closing: AbortSignal;
      language: Language;
      /** Who asks; undefined where nobody is signed in, which only open pages allow. */
      caller: Caller | undefined;
    }
  }
}
