import { type Command, wrongUse } from '../command.ts';

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Restore a backup into an empty installation.',
  usage: '--from <folder> --keys <folder> [--json]',
  words: [0, 0],
  options: {
    from: { type: 'string', value: '<folder>', help: 'The folder of the data.' },
    keys: { type: 'string', value: '<folder>', help: 'The folder of the keys, of the same backup or a later one.' },
  },
  description: `Everything is checked before anything is written: a backup that is damaged, cut off or changed, of another key or of a newer
version is refused, and so is an installation that holds something. Then the read model is built, and waited for.

  DATA_DIR=/srv/healthai healthai restore --from /backup/data-monday --keys /vault/keys-monday`,
  async run({ system, configuration, output, json }, args) {
    const [from, keys] = [args.option('from'), args.option('keys')];
    if (from === undefined || keys === undefined)
      throw wrongUse('Say where the backup lies: --from <folder of the data> --keys <folder of the keys>.');
    const started = performance.now();
    const { restoreBackup } = await import('../../backup/restore.ts');
    const report = await restoreBackup(configuration, { from, keys }, (...step) => output.progress(...step));
    const { store, engine, caughtUp } = await system();
    await caughtUp(await store.head());
    output.settled();
    const projections = (await engine.status()).map(({ name, position }) => ({ name, position: `${position}` }));
    const seconds = Math.round(performance.now() - started) / 1000;
    if (report.keysExpired !== null)
      output.note(
        `These keys were to be destroyed by ${report.keysExpired.slice(0, 10)}: erase again whoever was erased since they were saved.`,
      );
    if (json) await output.json({ ...report, projections, seconds });
    else
      await output.line(
        `${report.events} events up to position ${report.position}, ${report.rows} rows, ${report.files} files restored; the read model is built.`,
      );
    return 0;
  },
};
