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
