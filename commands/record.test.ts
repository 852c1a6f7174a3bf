import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { splitting } from '../eventstore/splitting.ts';
import { type EventStore, StoreUnavailable } from '../eventstore/store.ts';
import { approve } from './approve.ts';
import { choose } from './choose.ts';
import { correct } from './correct.ts';
import type { Answer, RecordDependencies } from './decide-on-record.ts';
import {
  approver,
  type Bench,
  foods,
  openBench,
  otherApprover,
  person,
  racing,
  reviewer,
  sessions,
  soup,
  type Target,
} from './record.test-support.ts';
import { reject } from './reject.ts';
import { roles } from './roles.ts';

const code = (answer: Answer): string => (answer.kind === 'refused' ? answer.refusal.code : answer.status);
/** The answers of two commands in a race, the winner first. */
const ranked = (...answers: readonly Answer[]) => [...answers].sort((a, b) => a.kind.localeCompare(b.kind));

describe.each([
  ['a store with one transaction an append', (store: EventStore) => store],
  ['a store that splits appends', splitting],
])('on %s', (_, between) => {
  let bench: Bench;
  let dependencies: RecordDependencies;
  beforeAll(async () => {
    bench = await openBench(between);
    dependencies = bench.dependencies;
  });
  afterAll(() => bench.close());

  const approving = (
    target: Target,
    actor = approver,
    more: { expect?: number; commandId?: string } = {},
    on = dependencies,
  ) => approve({ ...target, actor, ...more }, on);
  const correcting = (
    target: Target,
    set: Record<string, string>,
    actor = reviewer,
    commandId = randomUUID(),
    on = dependencies,
  ) => correct({ ...target, actor, set, reason: 'misread', commandId }, on);

  test('approving publishes, and answers with version, position, status and published version', async () => {
    const target = await bench.stated(foods, 'review', soup);
    const answer = await approving(target);
    const position = await bench.store.head();
    const standing = { record: target.recordId, version: 1, position, status: 'published', published: 1 };
    expect(answer).toEqual({ kind: 'done', ...standing });
  });

  test('rejecting, correcting and choosing answer in the same way', async () => {
    const rejected = await bench.stated(foods, 'review', soup);
    const rejection = { ...rejected, actor: reviewer, code: 'implausible', text: 'no soup' };
    expect(await reject(rejection, dependencies)).toMatchObject({ version: 1, status: 'rejected', published: null });

    const published = await bench.stated(foods, 'auto', soup);
    expect(await correcting(published, { fat_g: '5' })).toMatchObject({ version: 2, status: 'open', published: 1 });

    const conflicting = await bench.stated(foods, 'auto', soup, { ...soup, category: 'Meat' });
    const choice = { ...conflicting, actor: reviewer, alternative: 1, reason: 'newer' };
    expect(await choose(choice, dependencies)).toMatchObject({ version: 2, status: 'open', published: null });
    expect(await approving(conflicting)).toMatchObject({ version: 3, status: 'published', published: 3 });
  });

  test('whoever holds no entitled role is refused, and nothing is written', async () => {
    const target = await bench.stated(foods, 'review', soup);
    const allowed = { approve: ['approver'], others: ['reviewer', 'approver'] };
    for (const role of roles) {
      const actor = person('somebody', role);
      const answers = {
        approve: await approving({ ...target, recordId: randomUUID() }, actor),
        reject: await reject({ ...target, recordId: randomUUID(), actor, code: 'x' }, dependencies),
        correct: await correcting({ ...target, recordId: randomUUID() }, { fat_g: '1' }, actor),
        choose: await choose({ ...target, recordId: randomUUID(), actor, alternative: 0, reason: '' }, dependencies),
      };
      for (const [name, answer] of Object.entries(answers)) {
        const may = (name === 'approve' ? allowed.approve : allowed.others).includes(role);
        expect([role, name, code(answer)]).toEqual([role, name, may ? 'no-such-record' : 'not-entitled']);
      }
    }
    expect(await bench.typesOf(target)).toEqual(['RecordProposed']);
  });

  test('whoever corrected cannot approve', async () => {
    const target = await bench.stated(foods, 'review', soup);
    await correcting(target, { fat_g: '5' }, approver);
    expect(code(await approving(target, approver))).toBe('contributor');
    expect(code(await approving(target, otherApprover))).toBe('published');
  });

  test('a correction is typed by the contract, and judged: outside the limits it blocks', async () => {
    const target = await bench.stated(foods, 'review', soup);
    expect(code(await correcting(target, { fat_g: 'much' }))).toBe('untypable');
    expect(code(await correcting(target, { fats: '5' }))).toBe('unknown-field');
    expect(code(await correcting(target, { name: '' }))).toBe('required-field');
    expect(code(await correcting(target, { fat_g: '4' }))).toBe('nothing-to-change');
    expect(code(await correcting(target, { fat_g: '1e9' }))).toBe('open');
    expect(code(await approving(target))).toBe('block');
  });

  test('a person’s record stays sealed, and its derived field follows a correction', async () => {
    const target = await bench.stated(sessions, 'review', { weight_kg: 80, height_m: 2, age_years: 30 });
    expect(await correcting(target, { weight_kg: '100' })).toMatchObject({ kind: 'done', version: 1 });
    expect(code(await correcting(target, { bmi: '19' }))).toBe('derived-field');
    expect(await approving(target)).toMatchObject({ status: 'published', published: 2 });
    const stored: object[] = [];
    for await (const { data } of bench.log.readStream(`${target.recordType}-${target.recordId}`)) stored.push(data);
    expect(stored.length).toBe(3);
    expect(JSON.stringify(stored)).not.toMatch(/weight|misread/);
  });

  test('what the person saw must still stand', async () => {
    const target = await bench.stated(foods, 'review', soup);
    await correcting(target, { fat_g: '5' });
    const answer = await approving(target, approver, { expect: 0 });
    expect(answer).toMatchObject({ refusal: { code: 'stale-version' }, current: { version: 1, status: 'open' } });
    expect(code(await approving(target, approver, { expect: 1 }))).toBe('published');
  });

  test('the same command twice is once, and is answered as the first time though the record has moved on', async () => {
    const target = await bench.stated(foods, 'review', soup);
    const commandId = randomUUID();
    const first = await approving(target, approver, { commandId, expect: 0 });
    await correcting(target, { fat_g: '5' });
    expect(await approving(target, approver, { commandId, expect: 0 })).toEqual(first);
    expect(await bench.typesOf(target)).toEqual(['RecordProposed', 'RecordApproved', 'RecordCorrected']);
  });

  test('the same command twice at once is once', async () => {
    const target = await bench.stated(foods, 'review', soup);
    const commandId = randomUUID();
    const race = racing(dependencies);
    const command = { ...target, actor: reviewer, set: { fat_g: '5' }, reason: 'misread', commandId };
    // Each attempt is a request of its own.
    const [one, other] = await Promise.all([
      correct({ ...command, correlationId: randomUUID() }, race),
      correct({ ...command, correlationId: randomUUID() }, race),
    ]);
    expect(one).toMatchObject({ kind: 'done', version: 1 });
    expect(other).toEqual(one);
    expect(await bench.typesOf(target)).toEqual(['RecordProposed', 'RecordCorrected']);
  });

  test('of two approvers at once one publishes, and the other is told that it is published', async () => {
    const target = await bench.stated(foods, 'review', soup);
    const race = racing(dependencies);
    const [won, lost] = ranked(
      ...(await Promise.all([approving(target, approver, {}, race), approving(target, otherApprover, {}, race)])),
    );
    expect(won).toMatchObject({ kind: 'done', status: 'published', version: 1 });
    expect(lost).toMatchObject({
      ...{ kind: 'refused', refusal: { code: 'not-open', params: { status: 'published' } } },
      current: { version: 1, status: 'published', published: 1 },
    });
    expect(await bench.typesOf(target)).toEqual(['RecordProposed', 'RecordApproved']);
  });

  test('two approvers at once reach a quorum of two', async () => {
    const target = await bench.stated(foods, 'review', soup);
    const two = { ...racing(dependencies), quorumFor: () => 2 };
    const answers = await Promise.all([
      approve({ ...target, actor: approver }, two),
      approve({ ...target, actor: otherApprover }, two),
    ]);
    expect(answers.map(code).sort()).toEqual(['open', 'published']);
    expect(code(await approve({ ...target, actor: approver }, two))).toBe('not-open');
  });

  test('of an approval and a correction at once, the one that comes too late is told what stands', async () => {
    const target = await bench.stated(foods, 'review', soup);
    const race = racing(dependencies);
    const answers = await Promise.all([
      approving(target, approver, {}, race),
      correcting(target, { fat_g: '5' }, reviewer, randomUUID(), race),
    ]);
    const types = await bench.typesOf(target);
    // An approval leaves the content as the corrector saw it; a correction does not leave it as the approver saw it.
    if (types[1] === 'RecordApproved') expect(answers.map(code)).toEqual(['published', 'open']);
    else {
      expect(answers[0]).toMatchObject({ refusal: { code: 'stale-version' }, current: { version: 1, status: 'open' } });
      expect(types).toEqual(['RecordProposed', 'RecordCorrected']);
    }
  });

  test('of two corrections of one field at once only one is made', async () => {
    const target = await bench.stated(foods, 'review', soup);
    const race = racing(dependencies);
    const [won, lost] = ranked(
      ...(await Promise.all([
        correcting(target, { fat_g: '5' }, reviewer, randomUUID(), race),
        correcting(target, { fat_g: '6' }, approver, randomUUID(), race),
      ])),
    );
    expect(won).toMatchObject({ kind: 'done', version: 1 });
    expect(lost).toMatchObject({ refusal: { code: 'stale-version' }, current: { version: 1 } });
  });

  test('under new rules an approval is refused with the new findings, and a retry is told the same', async () => {
    const target = await bench.stated(foods, 'review', soup);
    const stricter: RecordDependencies = {
      ...dependencies,
      judgeFor: () => ({
        ruleset: 2,
        judge: {
          rules: [],
          judge: () => ({ findings: [{ rule: 'X1', version: 1, severity: 'error' }], evaluated: [], rules: [] }),
        },
      }),
    };
    const command = { ...target, actor: approver, commandId: randomUUID() };
    const answer = await approve(command, stricter);
    expect(answer).toMatchObject({
      refusal: { code: 'judged-again', params: { ruleset: 2 } },
      current: { version: 1 },
    });
    expect(await approve(command, stricter)).toEqual(answer);
    expect(await bench.typesOf(target)).toEqual(['RecordProposed', 'RecordRejudged']);
    expect(code(await approve({ ...command, commandId: randomUUID() }, stricter))).toBe('published');
  });

  test('an append whose answer was lost is found by the retry', async () => {
    const target = await bench.stated(foods, 'review', soup);
    let lost = 0;
    const store: RecordDependencies['store'] = {
      readStream: dependencies.store.readStream,
      async append(writes, alongside) {
        const appended = await dependencies.store.append(writes, alongside);
        lost += 1;
        if (lost === 1) throw new StoreUnavailable('the answer was lost');
        return appended;
      },
    };
    const command = { ...target, actor: approver, commandId: randomUUID() };
    await expect(approve(command, { ...dependencies, store })).rejects.toThrow(StoreUnavailable);
    await correcting(target, { fat_g: '5' });
    expect(await approve(command, { ...dependencies, store })).toMatchObject({ version: 1, status: 'published' });
    expect(lost).toBe(1);
  });
});
