import { type Command, wrongUse } from '../command.ts';

export const rebuildCommand: Command = {
  name: 'rebuild',
  summary: 'Build projections anew from the log, compare them with the tables in use, and switch.',
  usage: '[projection…] [--json]',
  words: [0, 99],
  options: {},
  description: 'Without a name, all of them. Equal checksums prove that the tables are a function of the log.',
  async run({ system, output, json }, args) {
    const { engine, store, caughtUp } = await system();
    const names = (await engine.status()).map((projection) => projection.name);
    const unknown = args.positionals.find((name) => !names.includes(name));
    if (unknown !== undefined) throw wrongUse(`There is no projection “${unknown}”. There are: ${names.join(', ')}.`);
    await caughtUp(await store.head());
    const projections = [];
    for (const name of args.positionals.length > 0 ? args.positionals : names) {
      output.progress(`rebuilding ${name}`, projections.length, names.length);
      const { version, events, seconds, liveChecksum, rebuiltChecksum, equal } = await engine.rebuild(name);
      projections.push({ name, version, events, seconds, liveChecksum, rebuiltChecksum, equal });
    }
    output.settled();
    if (json) await output.json({ projections });
    else
      for (const p of projections)
        await output.line(
          `${p.name}: ${p.events} events in ${p.seconds.toFixed(2)} s, ${p.equal ? 'equal' : 'DIFFERENT'} (${p.rebuiltChecksum})`,
        );
    return projections.every((p) => p.equal) ? 0 : 3;
  },
};
