/** The system put together: which database, which log, which projections. Composition, and nothing else. */
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Logger } from 'pino';
import type { RecordDependencies } from '../commands/decide-on-record.ts';
import type { PublishedRulesets } from '../commands/publish-rulesets.ts';
import { recordTypes } from '../domain/contracts/contract.ts';
import { contracts } from '../domain/contracts/index.ts';
import { postgresStore } from '../eventstore/postgres/store.ts';
import { remembering } from '../eventstore/remembering.ts';
import { sealing } from '../eventstore/sealing/codec.ts';
import { keyRing, personalRecordId } from '../eventstore/sealing/keys.ts';
import { sealObjects } from '../eventstore/sealing/objects.ts';
import { withoutOldNames } from '../eventstore/sealing/old-names.ts';
import { hashersOf, openVault, type Vault } from '../eventstore/sealing/vault.ts';
import type { Alongside, EventStore, Position } from '../eventstore/store.ts';
import type { Ingestion } from '../ingestion/import/run.ts';
import { originalsOnDisk } from '../ingestion/originals.ts';
import { readerLimits } from '../ingestion/readers/reader.ts';
import { createEngine, type Engine } from '../projections/engine/engine.ts';
import { leaving } from '../projections/engine/leaving.ts';
import { pacing } from '../projections/engine/pacing.ts';
import { importsProjection } from '../projections/imports/imports.ts';
import { consenting } from '../projections/queries/consents.ts';
import { openReadModel, type ReadModel } from '../projections/queries/read-model.ts';
import type { People } from '../projections/record/people.ts';
import { recordsProjection, recordsSchemas } from '../projections/record/records.ts';
import { type Foldings, foldingsOf } from '../projections/record/states.ts';
import { makeFirstAccounts } from '../services/accounts/keep-accounts.ts';
import { openAccounts } from '../services/accounts/open-accounts.ts';
import { createServices } from '../services/create-services.ts';
import type { ServiceParts } from '../services/parts.ts';
import type { Services } from '../services/services.ts';
import { type Configuration, ConfigurationError } from './configuration.ts';
import { credentialsFile, ensureCredentials, readUsers } from './credentials.ts';
import { prepareDatabase } from './database/prepare.ts';
import { decisions } from './decisions.ts';
import { openDatabase } from './embedded/database.ts';
import { createFolder } from './files.ts';
import { keyEncryptionKey } from './keys.ts';
import { rulesetsOf } from './rulesets.ts';
import { registeredSource, sourcesOf } from './sources.ts';

export interface System {
  readonly configuration: Configuration;
  readonly store: EventStore;
  /** Where the log is kept. */
  readonly storeKind: ServiceParts['storeKind'];
  /** The log as it is kept: what it says of people stays sealed. */
  readonly kept: Pick<EventStore, 'readStream' | 'readAll'>;
  readonly engine: Engine;
  readonly vault: Vault;
  /** Connections to the read model, for what writes it or asks it many things at once. */
  readonly sql: pg.Pool;
  /** What queries ask. */
  readonly readModel: ReadModel;
  /** How records are folded where they are read. */
  readonly foldings: Foldings;
  /** Of the database, as the application's role. */
  readonly databaseUrl: string;
  readonly rulesets: PublishedRulesets;
  readonly ingestion: Ingestion;
  /** What decisions on records are made with. */
  readonly decisions: RecordDependencies;
  /** What people and programs ask, each held to their roles. */
  readonly services: Services;
  readonly log: Logger;
  /** What an operator should know: where the database lies, that passwords were written. */
  readonly notices: readonly string[];
  /** Waits until what is read has reached a position. */
  readonly caughtUp: (position: Position) => Promise<void>;
  /** Ends what is under way, closes connections; the last user of an embedded database stops it. */
  readonly close: () => Promise<void>;
}

/** Longest wait for the read model to reach a position: rebuilding it after a release may take a while. */
const patienceMs = 600_000;
/** Connections of the read model: daemons keep one each, a rebuild takes three, the rest are queries. */
const readConnections = 12;

/** What tests put in the place of a part. */
export interface Replacements {
  /** Stands between the log and everything above it. */
  readonly store?: (store: EventStore) => EventStore;
}

/** @throws where the configuration asks for what this release does not have, or the database cannot be reached */
export async function openSystem(
  configuration: Configuration,
  log: Logger,
  { store: replaced = (store) => store }: Replacements = {},
): Promise<System> {
  const { dataDir } = configuration;
  createFolder(dataDir, 0o711);
  const ring = keyRing(keyEncryptionKey(dataDir, configuration.keyEncryptionKey));
  const database = await openDatabase({ dataDir, databaseUrl: configuration.databaseUrl });
  let closed: Promise<void> | undefined;
  const closing: (() => Promise<unknown>)[] = [() => database.release()];
  try {
    const { url, notice } = await prepareDatabase({
      url: database.url,
      applicationUrl: database.applicationUrl ?? configuration.databaseApplicationUrl,
      dataDir,
      projectionSchemas: [...recordsSchemas, ...importsProjection.schemas],
    });
    const poolOf = (name: string, max: number): pg.Pool => {
      const pool = new pg.Pool({ connectionString: url, max, application_name: `healthai ${name}` });
      pool.on('error', (error) =>
        log.warn({ err: error, pool: name }, 'a connection was lost; the next query opens another'),
      );
      // Whoever has a connection is told by their next query; without a listener its end would be that of the process.
      pool.on('connect', (client) => client.on('error', () => {}));
      closing.unshift(() => {
        // A pool that ends does not wait for its connections to be closed: the server that stops next may be faster.
        pool.removeAllListeners('error').on('error', () => {});
        return pool.end();
      });
      return pool;
    };
    const sql = poolOf('read model', readConnections);
    const readModel = await openReadModel(url);
    closing.unshift(() => readModel.end());
    const vault = await openVault({ url, keysKept: 10_000 }, ring);
    closing.unshift(() => vault.close());
    const storeKind = configuration.eventStoreUrl === undefined ? 'postgres' : 'eventstoredb';
    const kept = withoutOldNames(replaced(await openLog(configuration, url)));
    const countsEvents = kept.capabilities.atomicMultiStream;
    const opened = sealing(kept, vault, personalCategories);
    const sealed = countsEvents ? remembering(opened) : opened;
    closing.unshift(() => sealed.close());
    const people = peopleOf(vault);
    const engine = createEngine({
      store: sealed,
      pool: sql,
      projections: [recordsProjection(people), importsProjection],
      alongside: countsEvents,
      onProblem: ({ projection, what, event, error }) =>
        log.error(
          { projection, what, position: event?.position.toString(), stream: event?.stream, err: error },
          'a projection met a problem',
        ),
    });
    const store = driving(sealed, engine.alongside);
    await engine.start();
    const { rulesets, stop } = await rulesetsOf(store, now, log);
    closing.unshift(async () => stop());
    closing.unshift(() => engine.stop());
    const caughtUp = async (position: Position): Promise<void> => {
      if (await engine.caughtUp(position, patienceMs)) return;
      throw new Error(
        `the read model has not reached position ${position}. \`healthai status\` shows which projection lags or stopped.`,
      );
    };
    let wroteCredentials = false;
    await makeFirstAccounts(sql, () => {
      const { file, created } = ensureCredentials(dataDir);
      wroteCredentials = created;
      return readUsers(file);
    });
    const foldings = foldingsOf(people);
    const ingestion: Ingestion = {
      store: countsEvents ? leaving(sealed, engine, giveWay) : pacing(store, engine),
      database: url,
      sql,
      vault,
      originals: originalsOnDisk(path.join(dataDir, 'originals'), vault, {
        fileBytes: readerLimits.fileBytes,
        allBytes: configuration.originalsBytes,
      }),
      async consents(lookups, { purpose, upTo }) {
        const subjects = await vault.knownSubjects(lookups);
        const known = subjects.flatMap((subject) => subject?.id ?? []);
        const agreed = await consenting(sql, [...new Set(known)], purpose, upTo);
        return subjects.map((subject) => subject !== undefined && agreed.has(subject.id));
      },
      caughtUp,
      rulesets,
      now,
      log,
    };
    const deciding = decisions({ store, vault, sql, rulesets });
    const services = createServices({
      accounts: openAccounts(sql, ring),
      store,
      kept,
      storeKind,
      engine,
      sql,
      readModel,
      foldings,
      vault,
      ingestion,
      decisions: deciding,
      catalogue: () => sourcesOf(configuration),
      registered: (source) => registeredSource(sql, source),
      caughtUp,
    });
    return {
      configuration,
      store,
      storeKind,
      kept,
      engine,
      vault,
      sql,
      readModel,
      foldings,
      databaseUrl: url,
      rulesets,
      ingestion,
      decisions: deciding,
      services,
      log,
      caughtUp,
      notices: [
        ...(database.notice ? [database.notice] : []),
        ...(notice ? [notice] : []),
        ...(wroteCredentials ? [`users and their passwords: ${credentialsFile(dataDir)}`] : []),
      ],
      close: () => (closed ??= closeAll(closing)),
    };
  } catch (error) {
    await closeAll(closing).catch(() => undefined);
    throw error;
  }
}

/** An import beside a system that serves people takes what processor time is left. */
function giveWay(): void {
  try {
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Then it competes as ever.
  }
}

const now = (): string => new Date().toISOString();

/**
 * The client of EventStoreDB is loaded where it is used: others need neither its time nor its memory.
 * @throws ConfigurationError where the URL of EventStoreDB cannot be read
 */
async function openLog({ eventStoreUrl }: Configuration, databaseUrl: string): Promise<EventStore> {
  if (eventStoreUrl === undefined) return postgresStore({ url: databaseUrl });
  const { eventStoreDB } = await import('../eventstore/eventstoredb/store.ts');
  try {
    return eventStoreDB({ url: eventStoreUrl });
  } catch {
    const found = `a value of ${eventStoreUrl.length} characters`;
    const allowed = 'a connection string that the client of EventStoreDB can read, like esdb://host:2113?tls=false';
    throw new ConfigurationError([{ variable: 'EVENTSTORE_URL', found, allowed }]);
  }
}

/** Every append drives the projections in its own transaction, where the store has one. */
const driving = (store: EventStore, alongside: Alongside): EventStore => ({
  ...store,
  append: (writes, other = alongside) => store.append(writes, other),
});

async function closeAll(closing: (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const close of closing.splice(0)) await close().catch((error) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

const personalCategories: ReadonlySet<string> = new Set([
  ...recordTypes.filter((type) => contracts[type].personal),
  // What happens to a person.
  'subject',
]);

/** What the record projection asks of the vault. */
const peopleOf = (vault: Vault): People => ({
  hashers: (subjects) => hashersOf(vault, subjects),
  async identities(subjects) {
    const opened = await vault.open(subjects);
    return new Map(
      [...opened].flatMap(([id, keys]) =>
        keys === 'erased'
          ? []
          : [[id, (type: string, source: string, key: string) => personalRecordId(keys, type, source, key)] as const],
      ),
    );
  },
  comparedKey: (recordType, source, compared) => vault.hashes.key(recordType, source, compared),
  seal: async (items) => (await sealObjects(vault, items)).map((sealed) => sealed ?? null),
});
