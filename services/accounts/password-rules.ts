/** Passwords that people choose, and those that are made for them to be used once. */
import { randomInt } from 'node:crypto';
import { accountRefusal } from './words.ts';

/** CNIL, délibération 2022-100: with a delay after failures, 12 characters do. Longer than a hash needs is a fault of the sender. */
export const leastCharacters = 12;
export const mostCharacters = 1024;
/** So that no single repeated character or short pattern does. */
const leastDifferent = 6;

/** @throws Refused `weak-password` */
export function demandPassword(chosen: string, { email, current }: { email: string; current: string }): void {
  const characters = [...chosen];
  const usable =
    characters.length >= leastCharacters &&
    characters.length <= mostCharacters &&
    new Set(characters).size >= leastDifferent &&
    chosen !== current &&
    chosen.trim().toLowerCase() !== email;
  if (!usable) throw accountRefusal('weak-password', { least: leastCharacters, different: leastDifferent });
}

/** Without letters and digits that are taken for each other; four groups of four are read out without mistakes: 78 bits. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const groups = 4;
const inAGroup = 4;

/** How long one is good: whoever was given it uses it within a week, or asks for another. */
export const oneTimeDays = 7;

export const oneTimePassword = (): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length: inAGroup }, () => alphabet[randomInt(alphabet.length)]).join(''),
  ).join('-');
