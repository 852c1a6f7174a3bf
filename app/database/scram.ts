/**
 * What PostgreSQL keeps of a password (SCRAM-SHA-256, RFC 5802 and 7677), made here: a password that is sent within a statement
 * can end in the server's log.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** As PostgreSQL's own `scram_iterations`. */
const iterations = 4096;
const saltBytes = 16;
const keyBytes = 32;

/** @param password ASCII, as generated ones are: nothing is prepared as RFC 4013 asks for */
export function scramVerifier(password: string, salt: Buffer = randomBytes(saltBytes)): string {
  const salted = pbkdf2Sync(password, salt, iterations, keyBytes, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}
