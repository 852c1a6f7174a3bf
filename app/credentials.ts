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

/** 24 random characters: 144 bits. */
const PASSWORD_BYTES = 18;

/** Writes `dataDir/credentials.json` at the first start: one user for each role, and a second approver for the four-eyes rule. */
export function ensureCredentials(dataDir: string): { file: string; created: boolean } {
  createFolder(dataDir, 0o711);
  const file = path.join(dataDir, 'credentials.json');
  const { created } = readOrCreate(file, () => {
    const users = [...roles, 'approver2'].map((name) => ({
      email: `${name}@healthai.local`,
      password: randomBytes(PASSWORD_BYTES).toString('base64url'),
      roles: [name === 'approver2' ? 'approver' : name],
    }));
    return `${JSON.stringify({ users }, null, 2)}\n`;
  });
  return { file, created };
}

/**
 * The user of an e-mail address (letter case does not count), as credentials.json names them now.
 * @throws when the file is missing or damaged
 */
export function findUser(dataDir: string, email: string): User | undefined {
  const wanted = email.trim().toLowerCase();
  return readUsers(path.join(dataDir, 'credentials.json')).find((user) => user.email.toLowerCase() === wanted);
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
