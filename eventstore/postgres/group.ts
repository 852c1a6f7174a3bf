/** Group commit: single appends that arrive while a commit is under way share the next one. */
import type { EncodedWrite } from '../encode.ts';
import { type Alongside, type Appended, type Conflict, StoreUnavailable } from '../store.ts';
import { type Appending, appendEach, appendTogether } from './append.ts';

interface Waiting {
  readonly write: EncodedWrite;
  readonly alongside: Alongside | undefined;
  readonly resolve: (answer: Appended | Conflict | Promise<Appended | Conflict>) => void;
  readonly reject: (error: unknown) => void;
}

/** What one commit takes at most. */
const group = { writes: 512, bytes: 4 * 1024 * 1024 } as const;

/**
 * Makes a function that appends one write. Writes wait for the commit that is under way, then go together; each gets
 * an answer of its own. Two writes to one stream never share a commit: the second is decided on what the first left. Nor do
 * two that come with different work alongside: it is done once for all that go together.
 */
export function groupCommit(
  to: Appending,
): (write: EncodedWrite, alongside: Alongside | undefined) => Promise<Appended | Conflict> {
  let waiting: Waiting[] = [];
  let busy = false;

  function next(): Waiting[] {
    const streams = new Set<string>();
    const together: Waiting[] = [];
    const later: Waiting[] = [];
    let bytes = 0;
    for (const one of waiting) {
      const { stream, bytes: size } = one.write;
      const full = together.length === group.writes || (together.length > 0 && bytes + size > group.bytes);
      if (full || streams.has(stream) || one.alongside !== waiting[0]!.alongside) {
        later.push(one);
      } else {
        together.push(one);
        streams.add(stream);
        bytes += size;
      }
    }
    waiting = later;
    return together;
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const together = next();
      try {
        const answers = await appendEach(
          to,
          together.map(({ write }) => write),
          together[0]!.alongside,
        );
        for (const [i, { resolve }] of together.entries()) resolve(answers[i]!);
      } catch (error) {
        if (together.length === 1 || error instanceof StoreUnavailable)
          for (const { reject } of together) reject(error);
        // One write that the database cannot take must not fail its neighbours.
        else for (const { write, alongside, resolve } of together) resolve(appendTogether(to, [write], alongside));
      }
    }
    busy = false;
  }

  return (write, alongside) =>
    new Promise((resolve, reject) => {
      waiting.push({ write, alongside, resolve, reject });
      if (busy) return;
      busy = true;
      // Not at once: what else arrives in this turn of the event loop goes along.
      setImmediate(run);
    });
}
