import type { EventStore, RecordedEvent } from '../../../eventstore/store.ts';
import { type Command, wrongUse } from '../command.ts';
import { positionOf, wholeNumber } from '../values.ts';

export const eventsCommand: Command = {
  name: 'events',
  summary: 'Print events of the log, in its order.',
  usage: '[--stream S | --category C] [--after <position>] [--limit n] [--json]',
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
  },
  description:
    'One JSON object a line with --json, else one line of text an event.\n\n  healthai events --category import --json',
  async run({ system, output, json }, args) {
    const stream = args.option('stream');
    const category = args.option('category');
    if (stream !== undefined && category !== undefined) throw wrongUse('Give --stream or --category, not both.');
    const after = args.option('after') === undefined ? 0n : positionOf(args.option('after')!);
    let left = wholeNumber('limit', args.option('limit')) ?? Number.POSITIVE_INFINITY;
    const { store } = await system();
    for await (const event of chosen(store, stream, category, after)) {
      if (left-- <= 0) break;
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
    }
    return 0;
  },
};

async function* chosen(
  store: EventStore,
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
