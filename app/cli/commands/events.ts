import type { EventStore, RecordedEvent } from '../../../eventstore/store.ts';
import { type Command, wrongUse } from '../command.ts';
import { clearTextAsked, clearTextOptions, showClearText } from '../users.ts';
import { positionOf, wholeNumber } from '../values.ts';

export const eventsCommand: Command = {
  name: 'events',
  summary: 'Print events of the log, in its order.',
  usage: '[--stream S | --category C] [--after <position>] [--limit n] [--purpose <text> --as <email>] [--json]',
  words: [0, 0],
  options: {
    stream: { type: 'string', value: '<name>', help: 'Events of one stream only.' },
    category: {
      type: 'string',
      value: '<category>',
      help: 'Events of streams whose name begins with this, before the first “-”.',
    },
    after: { type: 'string', value: '<position>', help: 'Events behind this position.' },
    limit: { type: 'string', value: '<n>', help: 'So many events at most.' },
    ...clearTextOptions,
  },
  description: `One JSON object a line with --json, else one line of text an event. What the log says of people is sealed; an auditor is
shown it in clear, for a stated purpose.

  healthai events --category import --json`,
  async run({ system, output, json }, args) {
    const stream = args.option('stream');
    const category = args.option('category');
    if (stream !== undefined && category !== undefined) throw wrongUse('Give --stream or --category, not both.');
    const after = args.option('after') === undefined ? 0n : positionOf(args.option('after')!);
    let left = wholeNumber('limit', args.option('limit')) ?? Number.POSITIVE_INFINITY;
    const asked = clearTextAsked(args);
    const opened = await system();
    if (asked)
      await showClearText(
        opened,
        asked,
        `events of ${stream ?? category ?? 'the whole log'}`,
        await opened.store.head(),
      );
    if (left <= 0) return 0;
    for await (const event of chosen(asked ? opened.store : opened.kept, stream, category, after)) {
      const { position, version, type, id, data, metadata } = event;
      if (json)
        await output.json({
          position: `${position}`,
          stream: event.stream,
          version,
          type,
          id,
          at: metadata.at,
          data,
          metadata,
        });
      else await output.line(`${position}  ${metadata.at}  ${event.stream}@${version}  ${type}  ${metadata.actor}`);
      if (--left <= 0) break;
    }
    return 0;
  },
};

async function* chosen(
  store: Pick<EventStore, 'readStream' | 'readAll'>,
  stream: string | undefined,
  category: string | undefined,
  after: bigint,
): AsyncIterable<RecordedEvent> {
  if (stream !== undefined) {
    for await (const event of store.readStream(stream)) if (event.position > after) yield event;
    return;
  }
  for await (const batch of store.readAll({ after, ...(category !== undefined && { categories: [category] }) }))
    yield* batch;
}
