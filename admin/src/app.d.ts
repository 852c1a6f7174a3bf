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
  readonly limits: {
    /** Largest body of a request that sends no file. */
    readonly formBytes: number;
  };
  /** Counts the request for the account that it comes of. False where the account may not ask for more. */
  readonly countFor: (account: string) => Promise<boolean>;
  /** Takes a place for a stream that stays open, until it ends. False where there is none. */
  readonly takeStream: (account: string) => boolean;
  /** Whether the body came too slowly. */
  readonly isLate: boolean;
  /** Template of the route, for the figures of requests. */
  route: string;
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
      takeStream: Given['takeStream'];
      language: Language;
      /** Who asks; undefined where nobody is signed in, which only open pages allow. */
      caller: Caller | undefined;
    }
  }
}
