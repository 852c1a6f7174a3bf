import { freshDatabase } from '../../test/database.ts';
import { splitting } from '../splitting.ts';
import { storeSuite } from '../store.suite.ts';
import type { LogUnderTest } from '../suite/subject.ts';
import { postgresStore } from './store.ts';

async function postgresLog(): Promise<LogUnderTest> {
  const { url, drop } = await freshDatabase();
  return { open: () => postgresStore({ url }), transactions: true, drop };
}

storeSuite('in PostgreSQL', postgresLog);

storeSuite('that splits every append', async () => {
  const log = await postgresLog();
  return { ...log, transactions: false, open: () => splitting(log.open()) };
});
