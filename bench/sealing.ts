/** What sealing costs: envelopes, and whole personal records into a log. `node bench/sealing.ts [records]` */
import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../app/embedded/database.ts';
import { migrate } from '../app/migrations.ts';
import { postgresStore } from '../eventstore/postgres/store.ts';
import { sealing } from '../eventstore/sealing/codec.ts';
import { eventPlace, open, type Sealed, seal } from '../eventstore/sealing/envelope.ts';
import { hasher, keyRing, subjectKeys } from '../eventstore/sealing/keys.ts';
import { openVault } from '../eventstore/sealing/vault.ts';
import type { NewEvent, Write } from '../eventstore/store.ts';

/** About 400 bytes, as a gym session is. */
const session = {
  raw: ['34', 'Male', '88.3', '1.71', '157', '60', '1.69', '1313', 'Yoga', '12.6', '3.5', '4', '3', '30.2', '112'],
  values: { age_years: 34, sex: 'male', weight_kg: 88.3, height_m: 1.71, duration_min: 101.4, energy_kcal: 1313 },
  outcome: {
    findings: [{ rule: 'U6', version: 1, severity: 'info', field: 'bmi', params: { stated: 30.2, computed: 30.197 } }],
  },
};

/** A second. */
export interface SealingRates {
  readonly sealed: number;
  readonly opened: number;
  readonly hashed: number;
  /** Records of as many new subjects, two events each, appended through the codec in batches of 1 000. */
  readonly newSubjects: number;
  /** The same for subjects that are known. */
  readonly knownSubjects: number;
  /** Events read back through the codec. */
  readonly read: number;
}

const perSecond = (count: number, start: number): number => Math.round((count * 1000) / (performance.now() - start));

export function benchEnvelopes(count: number): Pick<SealingRates, 'sealed' | 'opened' | 'hashed'> {
  const keys = Array.from({ length: 1_000 }, () => subjectKeys(randomUUID(), randomBytes(32)));
  const place = (i: number): string => eventPlace(`workout_session-${i}`, String(i));
  const envelopes: Sealed[] = [];
  let start = performance.now();
  for (let i = 0; i < count; i++) envelopes.push(seal(keys[i % 1_000]!, place(i), session));
  const sealed = perSecond(count, start);
  start = performance.now();
  for (let i = 0; i < count; i++) open(keys[i % 1_000]!, place(i), envelopes[i]!);
  const opened = perSecond(count, start);
  const text = JSON.stringify(session.values);
  start = performance.now();
  for (let i = 0; i < count; i++) hasher(keys[i % 1_000]!)(text);
  return { sealed, opened, hashed: perSecond(count, start) };
}

export async function benchRecords(
  url: string,
  count: number,
): Promise<Omit<SealingRates, 'sealed' | 'opened' | 'hashed'>> {
  const vault = await openVault({ url }, keyRing(randomBytes(32)));
  const store = sealing(postgresStore({ url }), vault, new Set(['workout_session']));
  const importAll = async (): Promise<number> => {
    const start = performance.now();
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < count) {
        const from = next;
        next += 1_000;
        const lookups = Array.from({ length: 1_000 }, (_, i) => ({ namespace: 'bench', key: String(from + i) }));
        const subjects = await vault.subjectsFor(lookups);
        await store.append(subjects.map(({ id }) => record(id)));
      }
    };
    await Promise.all([work(), work()]);
    return perSecond(count, start);
  };
  const newSubjects = await importAll();
  const knownSubjects = await importAll();
  const start = performance.now();
  let events = 0;
  for await (const batch of store.readAll()) events += batch.length;
  const read = perSecond(events, start);
  await Promise.all([store.close(), vault.close()]);
  return { newSubjects, knownSubjects, read };
}

const correlationId = randomUUID();

function record(subject: string): Write {
  const event = (type: string, data: object): NewEvent => ({
    id: randomUUID(),
    type,
    data,
    metadata: { commandId: randomUUID(), correlationId, actor: 'policy:bench@1', at: '2026-01-01T00:00:00.000Z', v: 1 },
  });
  const origin = { source: 'bench', import: correlationId, row: 2 };
  return {
    stream: `workout_session-${randomUUID()}`,
    expected: 'none',
    events: [
      event('RecordProposed', { subject, origin, ...session, statedHash: 'x'.repeat(43) }),
      event('RecordApproved', { subject, contentHash: 'x'.repeat(43), outcomeHash: 'x'.repeat(43), covers: [0] }),
    ],
  };
}

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 50_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-bench-'));
  fs.chmodSync(folder, 0o711);
  const database = await openDatabase({ dataDir: folder, databaseUrl: process.env.DATABASE_URL });
  try {
    await migrate(database.url);
    const rates = { ...benchEnvelopes(count), ...(await benchRecords(database.url, count)) };
    for (const [what, rate] of Object.entries(rates)) process.stdout.write(`${what} ${rate}/s\n`);
  } finally {
    await database.release();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await main();
