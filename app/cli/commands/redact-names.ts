import { redact } from '../../../eventstore/postgres/redact.ts';
import { openDatabase } from '../../embedded/database.ts';
import { type Command, CommandFailed, wrongUse } from '../command.ts';
import { actingUser, userNamed } from '../users.ts';

export const redactNamesCommand: Command = {
  name: 'redact-names',
  summary: 'Take out of the log, once, what the first release kept of people in clear.',
  usage: '--as <email> --reason <text> [--dry-run] [--json]',
  words: [0, 0],
  options: {
    as: { type: 'string', value: '<email>', help: 'An admin, who answers for it.' },
    reason: { type: 'string', value: '<text>', help: 'Why: kept in the journal of redactions.' },
    'dry-run': { type: 'boolean', help: 'Only say which events would change.' },
  },
  description: `The first release quoted the first line of a file about people that came without its header. Nobody is shown
that any more; this takes it out of PostgreSQL as well. It works as the owner of the tables (DATABASE_URL), writes the
tables concerned anew, which locks them meanwhile, and notes each event in operations.redaction. Events stay in place.
Backups made before still hold it.`,
  async run({ system, configuration, output, json }, args) {
    const email = userNamed(args, 'Say who answers for it');
    const reason = args.option('reason')?.trim();
    if (!reason) throw wrongUse('--reason is missing: a redaction says why.');
    const opened = await system();
    const person = await actingUser(opened, email);
    if (!person.roles.includes('admin'))
      throw new CommandFailed('not-entitled', `${email} is no admin: ask one.`, { details: { role: ['admin'] } });
    if (opened.storeKind !== 'postgres')
      throw new CommandFailed(
        'not-this-log',
        'The log is in EventStoreDB, where no event can be changed. Nobody is shown what it quotes; keep its files as you keep files about people.',
      );
    const dryRun = args.flag('dry-run');
    const by = dryRun ? undefined : { actor: `user:${person.id}`, reason };
    const owner = await openDatabase(configuration);
    let events: Awaited<ReturnType<typeof redact>>;
    try {
      events = await redact(owner.url, opened.kept, by);
    } finally {
      await owner.release();
    }
    const told = events.map(({ position, ...event }) => ({ position: `${position}`, ...event }));
    if (json) await output.json({ dryRun, events: told });
    else {
      for (const { position, stream, type } of told) await output.line(`${position} ${type} of ${stream}`);
      await output.line(`${told.length} events ${dryRun ? 'would be' : 'were'} redacted`);
    }
    return 0;
  },
};
