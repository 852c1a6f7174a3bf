/** Values of options, read strictly. */
import type { Position } from '../../eventstore/store.ts';
import { wrongUse } from './command.ts';

/** @throws CommandFailed (wrong use) for anything but a position as commands print them */
export function positionOf(text: string): Position {
  if (!/^\d{1,18}$/.test(text))
    throw wrongUse(`“${text}” is no position: give a number as \`healthai events\` prints it.`);
  return BigInt(text);
}

/** @throws CommandFailed (wrong use) for anything but a whole number */
export function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw wrongUse(`--${name} takes a whole number, not “${text}”.`);
  return Number(text);
}

/** Ids are written in small letters. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** @throws CommandFailed (wrong use) for anything but the id of an import */
export function importIdOf(text: string): string {
  if (!isUuid(text)) throw wrongUse(`“${text}” is no import id: give it as \`healthai imports\` prints it.`);
  return text;
}

/** @throws CommandFailed (wrong use) for anything but a record id */
export function recordIdOf(text: string): string {
  if (!isUuid(text))
    throw wrongUse(`“${text}” is no record id: give it as \`healthai export\` and \`healthai events\` print it.`);
  return text;
}
