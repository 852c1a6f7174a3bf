/** What a run of an import works with: fixed by its pins, so that a resumed run decides as the first one would have. */
import type pg from 'pg';
import type { Logger } from 'pino';
import type { PublishedRulesets } from '../../commands/publish-rulesets.ts';
import type { Contract } from '../../domain/contracts/contract.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { Pins } from '../../domain/import/events.ts';
import type { Actor, Values } from '../../domain/record/events.ts';
import type { Judge } from '../../domain/rules/judge.ts';
import type { Ruleset } from '../../domain/rules/rule.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import type { Lookup } from '../../eventstore/sealing/subjects.ts';
import type { Vault } from '../../eventstore/sealing/vault.ts';
import type { EventStore, Position } from '../../eventstore/store.ts';
import type { Originals } from '../originals.ts';

/** What people are asked whether they agreed to, and when at the latest: a position of the log. */
export interface AskedConsent {
  readonly purpose: string;
  readonly upTo: string;
}

/**
 * Who agreed that their data are processed and has not withdrawn it, asked where consent is the legal basis. In the order of
 * the lookups.
 */
export type Consents = (lookups: readonly Lookup[], asked: AskedConsent) => Promise<readonly boolean[]>;

/** What the ingestion is composed of. */
export interface Ingestion {
  readonly store: EventStore;
  /** Connection string of the database that holds leases and the read model. */
  readonly database: string;
  readonly sql: pg.Pool;
  readonly originals: Originals;
  readonly vault: Vault;
  readonly consents: Consents;
  /** Waits until what is read has reached a position. */
  readonly caughtUp: (position: Position) => Promise<void>;
  readonly rulesets: PublishedRulesets;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  readonly log: Logger;
  /** Milliseconds to wait before what cannot be reached is tried for the n-th time again; doubles by default. */
  readonly retryAfterMs?: (attempt: number) => number;
  /** Milliseconds after which a run ends that has waited for nothing else; an hour by default. */
  readonly patienceMs?: number;
  /** Aborts when the process is to end: nothing is waited for any more. */
  readonly stopping?: AbortSignal;
}

/** One import under way. */
export interface Run {
  readonly import: Uuid;
  readonly definition: SourceDefinition;
  readonly contract: Contract;
  readonly pins: Pins;
  readonly ruleset: Ruleset;
  readonly judge: Judge;
  readonly policy: Actor;
  readonly derive: (values: Values) => Values;
}
