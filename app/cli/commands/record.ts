import { contracts } from '../../../domain/contracts/index.ts';
import type { Language } from '../../../domain/language.ts';
import type { Value } from '../../../domain/record/events.ts';
import { render } from '../../../domain/rules/messages.ts';
import { recordById } from '../../../projections/queries/record.ts';
import { rememberAccess } from '../../../services/access.ts';
import { positionAt } from '../at.ts';
import { type Command, type CommandContext, CommandFailed } from '../command.ts';
import { recordIdOf } from '../values.ts';

type View = NonNullable<Awaited<ReturnType<typeof recordById>>>;

export const recordCommand: Command = {
  name: 'record',
  summary: 'Show a record: what was read, what it says, what the rules say, and everything that happened to it.',
  usage: '<record id> [--at <position|time>] [--json]',
  words: [1, 1],
  options: { at: { type: 'string', value: '<when>', help: 'A position, event:<id> or a time; now where left out.' } },
  description: 'With --at: as it was then, equal to what anybody would have been shown.',
  async run(context, args) {
    const id = recordIdOf(args.positionals[0]!);
    const opened = await context.system();
    const at = await positionAt(opened.store, args.option('at'));
    await opened.caughtUp(at);
    const view = await recordById(
      { readModel: opened.readModel, store: opened.store, foldings: opened.foldings },
      id,
      at,
    );
    if (!view)
      throw new CommandFailed(
        'no-such-record',
        args.option('at') === undefined
          ? `There is no record ${id}. \`healthai queue\` and \`healthai export\` print the ids of records.`
          : `There was no record ${id} at position ${at}. Without --at it is shown as it is now.`,
      );
    await keepAccess(opened.sql, view);
    if (context.json) await context.output.json(asJson(view, context.language));
    else await tell(context, view);
    return 0;
  },
};

/** Whoever runs a command on the host is shown everything; of people, the access log keeps it. */
async function keepAccess(sql: Parameters<typeof rememberAccess>[0], view: View): Promise<void> {
  const { type, id, subject, position } = view;
  if (!contracts[type].personal) return;
  await rememberAccess(sql, {
    person: null,
    what: `${type} ${id}`,
    purpose: 'command line',
    position: BigInt(position),
    people: [{ subject, record: id }],
  });
}

/** As it is, and findings with their words. */
const asJson = ({ now: _, ...view }: View, language: Language): object => ({
  ...view,
  findings: view.findings.map((finding) => ({ ...finding, ...render(finding, language, contracts[view.type]) })),
});

async function tell({ output, language }: CommandContext, view: View): Promise<void> {
  await output.line(
    `${view.type} ${view.id}${view.key === null ? '' : ` “${view.key}”`}: ${view.status} at version ${view.version}`,
  );
  await output.line(
    view.published === null ? '  nothing of it is published' : `  published since version ${view.published}`,
  );
  if (view.unstated) await output.line('  its source no longer states it');
  if (view.provenance) {
    const { file, sheet, row, source } = view.provenance;
    await output.line(
      `  from ${[file ?? source, sheet, `row ${row}`].filter((part) => part !== undefined).join(' › ')}`,
    );
  }
  for (const { id, key, status } of view.meets)
    await output.line(
      `  meets ${id}${key === null ? '' : ` “${key}”`} (${status}) under the same key, spelled otherwise`,
    );
  const { fields } = contracts[view.type];
  const labelOf = (field: string): string => fields[field]?.labels[language] ?? field;
  const shown = (field: string, value: Value): string => {
    const declared = fields[field];
    const unit = declared !== undefined && 'unit' in declared ? ` ${declared.unit}` : '';
    return `${Array.isArray(value) ? value.join('; ') : value}${unit}`;
  };
  for (const [field, value] of Object.entries(view.values ?? {})) {
    await output.line(`  ${labelOf(field).padEnd(30)}${shown(field, value)}`);
  }
  for (const [i, { row, values }] of view.alternatives.entries()) {
    const differing = Object.entries(values).filter(([field, value]) => `${value}` !== `${view.values?.[field] ?? ''}`);
    const told = differing.map(([field, value]) => `${labelOf(field)} ${shown(field, value)}`);
    await output.line(`  alternative ${i + 1}, row ${row}: ${told.join(', ')}`);
  }
  for (const finding of view.findings) {
    const { message, advice } = render(finding, language, contracts[view.type]);
    await output.line(`  ${finding.severity.toUpperCase()} ${finding.rule}: ${message} ${advice}`);
  }
  for (const { version, at, type, actor, stands } of view.history)
    await output.line(`  ${version}  ${at}  ${type} by ${actor}${stands ? '' : ' (struck)'}`);
}
