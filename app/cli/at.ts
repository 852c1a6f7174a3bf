/** `--at`: a position, `event:<id>`, or a time. */
import type { EventStore, Position } from '../../eventstore/store.ts';
import * as moments from '../../services/moments.ts';
import { Refused } from '../../services/refused.ts';
import { CommandFailed } from './command.ts';

/**
 * The position that `--at` names; the head where it is left out. A time is the last position whose store time is not later.
 * @throws CommandFailed (wrong use, but for an unknown event) for what is none of the three, a position beyond the head
 */
export async function positionAt(store: EventStore, text: string | undefined): Promise<Position> {
  try {
    return await moments.positionAt(store, text);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const wrongUse = error.code !== 'unknown-event';
    throw new CommandFailed(
      wrongUse ? 'usage' : error.code,
      `--at: ${error.text('en')}${wrongUse ? '' : ' `healthai events` prints them.'}`,
      {
        ...(wrongUse && { exitCode: 2 }),
        cause: error,
      },
    );
  }
}
