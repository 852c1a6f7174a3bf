/**
 * What an endpoint is: one definition, from which validation, types, routing and the OpenAPI document follow.
 * Whoever may call it is part of it: there is no endpoint without an answer to that.
 */
import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Caller } from '../services/caller.ts';
import type { Permission } from '../services/policy.ts';
import type { Services } from '../services/services.ts';

/** Anybody; anybody who is signed in; whoever holds the permission, or one of them. */
export type Access = 'public' | 'signed-in' | Permission | readonly Permission[];

/** A body that is sent as it comes, in one of these media types. */
export interface Streamed {
  readonly mediaTypes: readonly string[];
}

/** What a status is answered with: JSON, a stream, or nothing. */
export type Content = z.ZodType | Streamed | null;
export type Responses = { readonly [status: number]: Content };

/** A read-only view of what a schema takes: what services hand out is read-only. */
export type Plain<T> = T extends readonly (infer Item)[]
  ? readonly Plain<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Plain<T[K]> }
    : T;

type Body<C> = C extends Streamed ? Readable : C extends z.ZodType ? Plain<z.input<C>> : null;

/** One of the answers that an endpoint declares. */
export type Reply<R extends Responses> = {
  [Status in keyof R]: {
    readonly status: Status;
    readonly body: Body<R[Status]>;
    readonly headers?: Readonly<Record<string, string>>;
    /** Of a stream: headers that are known only at its end. */
    readonly trailers?: () => Promise<Readonly<Record<string, string>>>;
  };
}[keyof R];

type Shape = z.ZodObject | undefined;
type Output<S> = S extends z.ZodType ? z.output<S> : Readonly<Record<never, never>>;

/** A request as a handler gets it: everything valid, and who asks. */
export interface Asked<A extends Access, P, Q, H, B> {
  readonly params: Output<P>;
  readonly query: Output<Q>;
  readonly headers: Output<H>;
  readonly body: Output<B>;
  readonly caller: A extends 'public' ? undefined : Caller;
  readonly services: Services;
  /** The address it comes from. */
  readonly from: string;
  /** Of an upload: the bytes, within the limits. */
  readonly upload: Readable;
  /** Aborts when nobody waits for the answer any more, the token has ended, or the server closes. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

export interface Definition<
  A extends Access,
  P extends Shape,
  Q extends Shape,
  H extends Shape,
  B extends z.ZodType | undefined,
  R extends Responses,
> {
  /** `operationId`. */
  readonly id: string;
  readonly method: 'get' | 'post';
  /** Below `/api/v1`, parameters as `:name`. */
  readonly path: string;
  readonly permission: A;
  readonly params?: P;
  /** Strict: an unknown parameter is an error, because a misspelt filter would silently show something else. */
  readonly query?: Q;
  /** Names in lower case. */
  readonly headers?: H;
  /** JSON. */
  readonly body?: B;
  /** A request without a body is one with an empty object. */
  readonly bodyOptional?: true;
  /** Media types of a body that is passed on as it comes. */
  readonly upload?: readonly string[];
  readonly responses: R;
  /** Statuses of problems besides those that follow from the rest. */
  readonly problems?: readonly number[];
  /** It may take as long as it takes. */
  readonly patient?: true;
  /** It answers those too who still have to choose a password of their own. */
  readonly withOneTimePassword?: true;
  /** An open stream that counts towards the cap. */
  readonly live?: true;
  handler(asked: Asked<A, P, Q, H, B>): Promise<Reply<R>>;
}

/** An endpoint whatever its types. */
export type Endpoint = Definition<Access, Shape, Shape, Shape, z.ZodType | undefined, Responses>;

/** Checks that a handler fits its definition; from then on its types are those of its schemas, which is what it is called with. */
export const endpoint = <
  const A extends Access,
  const R extends Responses,
  P extends Shape = undefined,
  Q extends Shape = undefined,
  H extends Shape = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  definition: Definition<A, P, Q, H, B, R>,
): Endpoint => definition as unknown as Endpoint;

export const isStreamed = (content: Content | undefined): content is Streamed =>
  content !== null && content !== undefined && 'mediaTypes' in content;

/** Where all endpoints live. */
export const prefix = '/api/v1';
