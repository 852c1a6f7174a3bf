/** Accounts of the first release, whose passwords and roles followed credentials.json at every start. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import { migrateAsThen } from '../../test/golden/load.ts';
import { freshFolder, systemOver, type TestSystem } from '../../test/system.ts';
import { accountId } from './keep-accounts.ts';
import { hashPassword } from './passwords.ts';

let system: TestSystem;
const email = 'approver@healthai.local';
const gone = 'left@healthai.local';
const refreshToken = 'a token of the first release';
beforeAll(async () => {
  const database = await freshDatabase({ empty: true });
  await migrateAsThen(database.url);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  for (const [address, role] of [
    [email, 'approver'],
    [gone, 'operator'],
  ])
    await client.query(
      `insert into accounts.account (account_id, email, roles, password_hash, password_mark) values ($1, $2, $3, $4, $5)`,
      [accountId(address!), address, [role], await hashPassword('as it was'), Buffer.alloc(32)],
    );
  await client.query(
    `insert into accounts.refresh_token (token_hash, family, account_id, expires_at) values
       ($1, gen_random_uuid(), $3, now() + interval '1 h'), ($2, gen_random_uuid(), $3, now() - interval '1 h')`,
    [
      createHash('sha256').update(refreshToken).digest(),
      createHash('sha256').update('over').digest(),
      accountId(email),
    ],
  );
  await client.end();
  const folder = freshFolder();
  const users = [{ email, password: 'another one', roles: ['admin'] }];
  writeFileSync(path.join(folder, 'credentials.json'), JSON.stringify({ users }));
  system = await systemOver(database, folder);
});
afterAll(() => system.remove());

test('stay as they were, signed in too, and follow the file no more', async () => {
  const { accounts, administration } = system.services;
  const { accessToken } = await accounts.refresh(refreshToken);
  expect(await accounts.verify(accessToken)).toMatchObject({ email, roles: ['approver'], mustChangePassword: false });
  await expect(accounts.refresh('over')).rejects.toMatchObject({ code: 'session-ended' });
  expect(await accounts.signIn(email, 'as it was', '10.0.0.1')).toHaveProperty('accessToken');
  await expect(accounts.signIn(email, 'another one', '10.0.0.1')).rejects.toMatchObject({
    code: 'invalid-credentials',
  });
  // Whoever was taken out of the file is still there: to be seen, and closed.
  const { items } = await administration.list('system:operator', {});
  expect(items.map((item) => item.email)).toEqual([email, gone]);
  await administration.disable('system:operator', accountId(gone));
  await expect(accounts.signIn(gone, 'as it was', '10.0.0.1')).rejects.toMatchObject({ code: 'invalid-credentials' });
});
