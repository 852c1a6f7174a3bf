/**
 * Opens a file in a thread of its own: whatever is in it, the server goes on answering, and the process goes on.
 * Workbooks are opened one at a time, since opening holds what is largest in them; once open most hold little, and are read
 * beside each other, so that a small file never waits for a long import. Those that hold much are read one at a time.
 */
import { bytesOf, type Original } from '../original.ts';
import { FileRejected, type OpenBytes, type OpenedFile, type ReadRow } from '../reader.ts';
import { type Conversation, converse, type Heard } from './conversation.ts';
import { type Lane, type Leave, lane } from './lane.ts';
import type { Reading } from './messages.ts';

/** Threads at once. */
const lanes: { readonly reading: Lane; readonly opening: Lane; readonly large: Lane } = {
  reading: lane(6),
  opening: lane(1),
  large: lane(1),
};

/** Batches that are on their way at once: the thread reads one while another is worked on. */
const ahead = 2;
/** A file that is open and not read for so long gives its thread back; it is opened again when it is read. */
const unreadMs = 3_000;

/** A file that a thread has opened. */
interface InThread {
  readonly talk: Conversation;
  readonly opened: Omit<OpenedFile, 'rows'>;
  /** Ends it, and lets the next one in. */
  readonly end: () => void;
}

/** @throws FileRejected as the readers do, and where the file takes more time or memory than a file may */
export async function openApart(reading: Reading, original: Original): Promise<OpenedFile> {
  const bytes = bytesOf(original);
  const first = await openInThread(reading, bytes);
  const { sheet, dialect } = first.opened;
  const header = [...first.opened.header];
  let unread: InThread | undefined = first;
  const drop = (): void => {
    clearTimeout(timer);
    unread?.end();
    unread = undefined;
  };
  const timer = setTimeout(drop, unreadMs).unref();
  const take = async (): Promise<InThread> => {
    clearTimeout(timer);
    const taken = unread;
    unread = undefined;
    return taken ?? openInThread({ ...reading, dialect }, bytes);
  };
  return {
    header,
    dialect,
    ...(sheet !== undefined && { sheet }),
    rows: { [Symbol.asyncIterator]: () => iterator(take, drop, header) },
  };
}

/** As a generator is, but for one that was never asked for a row: ending that ends the thread as well. */
function iterator(
  take: () => Promise<InThread>,
  drop: () => void,
  header: string[],
): AsyncIterator<readonly ReadRow[], undefined> {
  let running: AsyncGenerator<readonly ReadRow[], undefined> | undefined;
  return {
    next() {
      running ??= batchesOf(take, header);
      return running.next();
    },
    async return() {
      if (running) return running.return(undefined);
      drop();
      return { done: true, value: undefined };
    },
  };
}

async function* batchesOf(
  take: () => Promise<InThread>,
  header: string[],
): AsyncGenerator<readonly ReadRow[], undefined> {
  const { talk, opened, end } = await take();
  let known = opened.header.length;
  try {
    for (let i = 0; i < ahead; i++) talk.say({ kind: 'more' });
    for (;;) {
      const heard = await talk.hear();
      if (heard.kind === 'end') return undefined;
      if (heard.kind !== 'rows') continue;
      for (const column of heard.columns) if (known++ === header.length) header.push(column);
      talk.say({ kind: 'more' });
      yield heard.rows;
    }
  } catch (error) {
    throw inSheet(error, opened.sheet);
  } finally {
    end();
  }
}

/** A refusal names the sheet that was being read. */
function inSheet(error: unknown, sheet: string | undefined): unknown {
  if (!(error instanceof FileRejected) || sheet === undefined || 'sheet' in error.params) return error;
  return new FileRejected(error.code, error.message, { sheet, ...error.params }, { cause: error });
}

async function openInThread(reading: Reading, bytes: OpenBytes): Promise<InThread> {
  let large: Leave | undefined;
  for (;;) {
    const place = large ?? (await lanes.reading.enter());
    const opening = reading.format === 'xlsx' ? await lanes.opening.enter() : undefined;
    const talk = converse(reading, bytes);
    const end = (): void => {
      talk.end();
      opening?.();
      place();
      large?.();
    };
    try {
      const heard = await talk.hear();
      if (heard.kind !== 'large') return inThread(heard, talk, end, opening);
      large ??= lanes.large.enterNow();
      if (large) {
        // The others need not wait for it any more.
        opening?.();
        if (place !== large) place();
        talk.say({ kind: 'go-on' });
        return inThread(await talk.hear(), talk, end, undefined);
      }
    } catch (error) {
      end();
      throw error;
    }
    // Waiting it would hold the file: it is opened anew when its turn comes.
    end();
    large = await lanes.large.enter();
  }
}

function inThread(heard: Heard, talk: Conversation, end: () => void, opening: Leave | undefined): InThread {
  if (heard.kind !== 'opened') throw new Error(`a thread that opens a file said ${heard.kind}`);
  opening?.();
  return { talk, opened: heard.opened, end };
}
