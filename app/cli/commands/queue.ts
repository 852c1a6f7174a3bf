import { recordTypes } from '../../../domain/contracts/contract.ts';
import { severities } from '../../../domain/record/events.ts';
import { queuePage } from '../../../projections/queries/queue.ts';
import { type Command, wrongUse } from '../command.ts';
import { wholeNumber } from '../values.ts';

export const queueCommand: Command = {
  name: 'queue',
  summary: 'List the records that wait for people, the worst first.',
  usage: '[--type T] [--source S] [--severity S] [--rule R] [--limit n] [--json]',
  words: [0, 0],
  options: {
    type: { type: 'string', value: '<record type>', help: 'Records of this type only.' },
    source: { type: 'string', value: '<source>', help: 'Records of this source only.' },
    severity: { type: 'string', value: '<severity>', help: `Whose worst finding is one of ${severities.join(', ')}.` },
    rule: { type: 'string', value: '<rule>', help: 'With a finding of this rule.' },
    limit: { type: 'string', value: '<n>', help: 'So many at most; 50 where left out.' },
  },
  description: `Each with what holds it; then the longest waiting first. Of records about people neither key nor rules are listed.
One JSON object a line with --json.

  healthai queue --type food --severity error`,
  async run({ system, output, json }, args) {
    const [type, source, severity, rule] = ['type', 'source', 'severity', 'rule'].map((name) => args.option(name));
    if (type !== undefined && !recordTypes.some((one) => one === type))
      throw wrongUse(`There is no record type “${type}”. There are: ${recordTypes.join(', ')}.`);
    if (severity !== undefined && !severities.some((one) => one === severity))
      throw wrongUse(`--severity takes one of ${severities.join(', ')}, not “${severity}”.`);
    const limit = wholeNumber('limit', args.option('limit'));
    if (limit === 0) throw wrongUse('--limit takes a number from 1.');
    const { readModel, store, caughtUp } = await system();
    await caughtUp(await store.head());
    const { items } = await queuePage(readModel, {
      ...(type !== undefined && { type }),
      ...(source !== undefined && { source }),
      ...(severity !== undefined && { severity }),
      ...(rule !== undefined && { rule }),
      ...(limit !== undefined && { limit }),
    });
    for (const { rank: _, ...item } of items) {
      if (json) await output.json(item);
      else {
        const held = [
          item.severity?.toUpperCase() ?? '',
          ...item.rules,
          ...(item.unstated ? ['(its source no longer states it)'] : []),
        ].join(' ');
        await output.line(`${item.record}  ${item.type.padEnd(18)}${held.padEnd(14)}${item.key ?? ''}`.trimEnd());
      }
    }
    return 0;
  },
};
