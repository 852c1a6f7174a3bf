import { countRecordsByStatus } from '../../../projections/queries/counts.ts';
import type { Command } from '../command.ts';

export const statusCommand: Command = {
  name: 'status',
  summary: 'Show how far the read model is, and how many records stand where.',
  usage: '[--json]',
  words: [0, 0],
  options: {},
  description: 'Positions of the projections against the head of the log, and counts of records by type and status.',
  async run({ system, output, json }) {
    const { store, storeKind, engine, readModel } = await system();
    const head = await store.head();
    const projections = (await engine.status()).map(({ name, position, lag, state, parked }) => ({
      name,
      position: `${position}`,
      lag: Number(lag),
      state,
      parked,
    }));
    const counts = await countRecordsByStatus(readModel);
    if (json) await output.json({ head: `${head}`, store: storeKind, projections, counts });
    else {
      await output.line(`log in ${storeKind === 'postgres' ? 'PostgreSQL' : 'EventStoreDB'}, head ${head}`);
      for (const p of projections)
        await output.line(`${p.name.padEnd(12)} at ${p.position}, ${p.lag} behind, ${p.parked} parked`);
      for (const [type, n] of Object.entries(counts))
        await output.line(`${type.padEnd(20)} ${n.published} published, ${n.open} open, ${n.rejected} rejected`);
    }
    return 0;
  },
};
