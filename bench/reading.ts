/**
 * The API over many records while an import runs: one record, a page of 50, and a decision until it can be read.
 * A clock gives the pace, not the answers: a slow answer does not slow the questions down (no coordinated omission).
 *
 *     npm run bench -- reading [--rows 1000000] [--seconds 20]
 */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { generate } from '../datasets/generate.ts';
import { folder, type Installation, install } from './installation.ts';
import { type LogKind, logKinds } from './logs.ts';
import { markdownTable } from './table.ts';

/** Questions a second of each kind. */
const readsPerSecond = 50;
const decisionsPerSecond = 50;
/** What the architecture asks for, in milliseconds at the 99th percentile. */
const limits = { record: 15, page: 40, decision: 150 } as const;

type Ask = (route: string, init?: RequestInit) => Promise<Response>;

async function signIn(url: string, dataDir: string, role: string): Promise<Ask> {
  const { users } = JSON.parse(await readFile(path.join(dataDir, 'credentials.json'), 'utf8')) as {
    users: { email: string; password: string; roles: string[] }[];
  };
  const { email, password } = users.find(({ roles }) => roles.includes(role))!;
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return async (route, init) => {
    const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json', ...init?.headers };
    const given = await fetch(`${url}/api/v1${route}`, { ...init, headers });
    if (!given.ok) throw new Error(`${route} answered ${given.status}: ${await given.text()}`);
    return given;
  };
}

/** Milliseconds of each question, asked at a pace until there are enough or `until` aborts. */
async function paced(perSecond: number, count: number, ask: (n: number) => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  const asked: Promise<void>[] = [];
  const failures: unknown[] = [];
  const began = performance.now();
  for (let n = 0; n < count; n++) {
    const due = began + (n * 1000) / perSecond;
    await pause(Math.max(0, due - performance.now()));
    asked.push(
      ask(n).then(
        () => {
          took.push(performance.now() - due);
        },
        (error: unknown) => {
          failures.push(error);
        },
      ),
    );
  }
  await Promise.all(asked);
  if (failures.length > 0) throw new Error(`${failures.length} of ${count} failed`, { cause: failures[0] });
  return took.sort((a, b) => a - b);
}

const at = (sorted: readonly number[], share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1);

async function measure(kind: LogKind, file: string, other: string, seconds: number): Promise<(string | number)[][]> {
  const installation: Installation = await install(kind);
  try {
    await installation.json(['ingest', 'sample-food', file]);
    const { url, stop } = await installation.start();
    const scientist = await signIn(url, installation.dataDir, 'scientist');
    const reviewer = await signIn(url, installation.dataDir, 'reviewer');
    const ids = await idsAcross(scientist);
    const open = await openRecords(reviewer, seconds * decisionsPerSecond);
    const some = (n: number): string => ids[(n * 7919) % ids.length]!;
    const record = (n: number) => scientist(`/published/food/${some(n)}`).then((answer) => answer.json());
    const page = (n: number) => scientist(`/published/food?limit=50&after=${some(n)}`).then((answer) => answer.json());
    await paced(readsPerSecond, readsPerSecond * 2, record); // what the first answers cost belongs to the start
    await paced(readsPerSecond, readsPerSecond * 2, page);
    const quiet = await both(record, page, seconds);
    const ended = { yet: false };
    const importing = installation.json(['ingest', 'sample-session', other]).finally(() => {
      ended.yet = true;
    });
    const busy = await both(record, page, seconds);
    const decisions = await paced(decisionsPerSecond, open.length, (n) => rejectAndRead(reviewer, open[n]!));
    const overlapped = ended.yet ? ' (it ended before)' : '';
    await importing;
    await stop();
    const line = (what: string, took: readonly number[], limit: number): (string | number)[] => [
      kind.name,
      what,
      took.length,
      at(took, 0.5),
      at(took, 0.99),
      limit,
    ];
    return [
      line('one record', quiet.record, limits.record),
      line('page of 50', quiet.page, limits.page),
      line('one record, import running', busy.record, limits.record),
      line('page of 50, import running', busy.page, limits.page),
      line(`decision until readable, import running${overlapped}`, decisions, limits.decision),
    ];
  } finally {
    await installation.remove();
  }
}

async function both(record: (n: number) => Promise<unknown>, page: (n: number) => Promise<unknown>, seconds: number) {
  const [ones, pages] = await Promise.all([
    paced(readsPerSecond, readsPerSecond * seconds, record),
    paced(readsPerSecond, readsPerSecond * seconds, page),
  ]);
  return { record: ones, page: pages };
}

/** Ids from all over the table: a page at every place of a random id's first digits. */
async function idsAcross(ask: Ask): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let place = 0; place < 256; place += 4) {
    const after = `${place.toString(16).padStart(2, '0')}000000-0000-4000-8000-000000000000`;
    const { items } = (await (await ask(`/published/food?limit=50&after=${after}`)).json()) as {
      items: { id: string }[];
    };
    ids.push(...items.map(({ id }) => id));
  }
  return ids;
}

interface Open {
  readonly record: string;
  readonly version: number;
}

async function openRecords(ask: Ask, count: number): Promise<readonly Open[]> {
  const found: Open[] = [];
  let next = '';
  while (found.length < count) {
    const page = (await (await ask(`/queue?type=food&limit=200${next}`)).json()) as {
      items: Open[];
      next: string | null;
    };
    found.push(...page.items);
    if (page.next === null) break;
    next = `&after=${encodeURIComponent(page.next)}`;
  }
  return found.slice(0, count);
}

async function rejectAndRead(ask: Ask, { record, version }: Open): Promise<void> {
  const answer = await ask(`/records/${record}/reject`, {
    method: 'POST',
    headers: { 'If-Match': `"${version}"` },
    body: JSON.stringify({ code: 'implausible' }),
  });
  const { position } = (await answer.json()) as { position: string };
  const read = (await (await ask(`/records/${record}?atLeast=${position}`)).json()) as { status: string };
  if (read.status !== 'rejected') throw new Error(`${record} was rejected and is shown as ${read.status}`);
}

/** Prints a table of one row a log and kind of question. */
export async function benchReading(words: readonly string[]): Promise<string> {
  const { values } = parseArgs({
    args: [...words],
    options: { rows: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '20' } },
  });
  const files = await folder();
  try {
    const rows = Number(values.rows);
    const foods = await generate({ seed: 1, out: files, rows, only: ['sample-food'] });
    const sessions = await generate({ seed: 1, out: files, rows: Math.ceil(rows / 2), only: ['sample-session'] });
    const [food, session] = [foods, sessions].map((truth) => path.join(files, truth.files[0]!.file)) as [
      string,
      string,
    ];
    const lines = [];
    for (const kind of logKinds()) lines.push(...(await measure(kind, food, session, Number(values.seconds))));
    return markdownTable(['log', 'question', 'asked', 'p50 ms', 'p99 ms', 'limit, p99 ms'], lines);
  } finally {
    await rm(files, { recursive: true, force: true });
  }
}
