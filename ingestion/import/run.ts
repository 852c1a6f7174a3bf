/** What a run of an import works with: fixed by its pins, so that a resumed run decides as the first one would have. */
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Contract } from '../../domain/contracts/contract.ts';
import type { Hasher, Uuid } from '../../domain/ids.ts';
import type { Pins } from '../../domain/import/events.ts';
import type { Actor, Values } from '../../domain/record/events.ts';
import type { Judge } from '../../domain/rules/judge.ts';
import type { Ruleset } from '../../domain/rules/rule.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import type { Alongside, EventStore, Position } from '../../eventstore/store.ts';
import type { Originals } from '../originals.ts';

/** A person, found through what their source calls them. */
export interface Lookup {
  readonly namespace: string;
  readonly key: string;
}

/** What an import needs to know of people: ids that say nothing, and a keyed hash for each. */
export interface People {
  /** Found or made, in the order asked. */
  subjects(lookups: readonly Lookup[]): Promise<readonly { readonly id: Uuid; readonly hash: Hasher }[]>;
  /** Erased people whom the same file must not bring back. */
  suppressed(lookups: readonly Lookup[]): Promise<readonly boolean[]>;
  /** Who agreed that their data are processed, where that is the legal basis. */
  consented(lookups: readonly Lookup[]): Promise<readonly boolean[]>;
  /** Keyed by the installation: tells equal rows of a file without saying what they hold. */
  readonly hashRow: Hasher;
}

/** What the ingestion is composed of. */
export interface Ingestion {
  readonly store: EventStore;
  /** Connection string of the database that holds leases and the read model. */
  readonly database: string;
  readonly sql: pg.Pool;
  readonly originals: Originals;
  readonly people: People;
  readonly alongside: Alongside;
  /** Waits until what is read has reached a position. */
  readonly caughtUp: (position: Position) => Promise<void>;
  readonly ruleset: (recordType: string, number: number) => Ruleset;
  readonly rulesetInForce: (recordType: string) => Ruleset;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  readonly log: Logger;
}

/** One import under way. */
export interface Run {
  readonly import: Uuid;
  readonly definition: SourceDefinition;
  readonly contract: Contract;
  readonly pins: Pins;
  readonly judge: Judge;
  readonly policy: Actor;
  readonly derive: (values: Values) => Values;
}
