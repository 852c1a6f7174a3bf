import { keyRing } from '../../../eventstore/sealing/keys.ts';
import { keyEncryptionKey } from '../../keys.ts';
import { type Command, wrongUse } from '../command.ts';

export const backupCommand: Command = {
  name: 'backup',
  summary: 'Save the log, accounts and original files to a folder, and the keys to another.',
  usage: '--out <folder> [--keys-out <folder>] [--json]',
  words: [0, 0],
  options: {
    out: {
      type: 'string',
      value: '<folder>',
      help: 'A new folder for the data. What is about people stays sealed in it.',
    },
    'keys-out': {
      type: 'string',
      value: '<folder>',
      help: 'Another new folder for the keys: kept apart, and destroyed after 30 days. Not saved where left out.',
    },
  },
  description: `Beside a running system or without one: everything as of one moment. What is computed from the log is not saved, it is built
anew. With EVENTSTORE_URL the events are a copy to read; the log itself is restored from a copy of that server's files.

  healthai backup --out /backup/data-monday --keys-out /vault/keys-monday`,
  async run({ system, configuration, output, json }, args) {
    const [out, keysOut] = [args.option('out'), args.option('keys-out')];
    if (out === undefined) throw wrongUse('Say where to write it: --out <folder>.');
    const started = performance.now();
    const [opened, { createBackup }] = [await system(), await import('../../backup/create.ts')];
    const { manifestDigest } = await import('../../backup/verify.ts');
    const ring = keyRing(keyEncryptionKey(configuration.dataDir, configuration.keyEncryptionKey));
    const report = await createBackup(opened, ring, { out, keysOut }, (...step) => output.progress(...step));
    output.settled();
    const seconds = Math.round(performance.now() - started) / 1000;
    const sha256 = manifestDigest(out);
    if (report.keysExpire === null)
      output.note('The keys were not saved: without them nothing about people can be read, and nothing restored.');
    else
      output.note(
        `Keep ${keysOut} apart from ${out}, and destroy it by ${report.keysExpire.slice(0, 10)}: whoever is erased until then is in it.`,
      );
    if (report.store === 'eventstoredb')
      output.note(
        'The log lies in EventStoreDB: its events were copied to be read; to restore it, copy its files too (docs/exploitation.md).',
      );
    if (json) await output.json({ ...report, folder: out, keys: keysOut ?? null, sha256, seconds });
    else
      await output.line(
        `${report.events} events up to position ${report.position}, ${report.rows} rows, ${report.files} files in ${out}, manifest ${sha256}`,
      );
    return 0;
  },
};
