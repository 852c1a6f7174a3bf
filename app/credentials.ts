/**
 * The first passwords: written where there is no account yet, read once to make the accounts, and never again. Whoever changed
 * their password, was closed or given other roles stands in the database alone.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type Role, roles } from '../commands/roles.ts';
import { createFolder, readOrCreate } from './files.ts';

export interface User {
  readonly email: string;
  readonly password: string;
  readonly roles: readonly Role[];
}

const File = z.object({
  users: z.array(z.object({ email: z.string(), password: z.string(), roles: z.array(z.enum(roles)) })),
});

/** What the file says of itself. */
const note =
  'First passwords only, read once. Accounts live in the database: change a password by signing in, everything else with `healthai users` or the screen Accounts. Changing this file changes nothing; delete it once everybody has a password of their own.';

/** 24 random characters: 144 bits. */
const PASSWORD_BYTES = 18;

export const credentialsFile = (dataDir: string): string => path.join(dataDir, 'credentials.json');

/** Writes `dataDir/credentials.json` where it is missing: one user for each role, and a second approver for the four-eyes rule. */
export function ensureCredentials(dataDir: string): { file: string; created: boolean } {
  createFolder(dataDir, 0o711);
  const file = credentialsFile(dataDir);
  const { created } = readOrCreate(file, () => {
    const users = [...roles, 'approver2'].map((name) => ({
      email: `${name}@healthai.local`,
      password: randomBytes(PASSWORD_BYTES).toString('base64url'),
      roles: [name === 'approver2' ? 'approver' : name],
    }));
    return `${JSON.stringify({ note, users }, null, 2)}\n`;
  });
  return { file, created };
}

/** The users that a credentials file names. @throws when it is missing or damaged */
export function readUsers(file: string): User[] {
  let content: unknown;
  try {
    content = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON. Restore it, or remove it to have new passwords written.`, {
      cause: error,
    });
  }
  const parsed = File.safeParse(content);
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.users;
}
