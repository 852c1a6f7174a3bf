import { storeSuite } from '../store.suite.ts';
import { startServer } from './server/server.test-support.ts';
import { eventStoreDB } from './store.ts';

storeSuite('in EventStoreDB, on a server in this process', async () => {
  const { url, close } = await startServer();
  return { open: () => eventStoreDB({ url }), transactions: false, drop: close };
});

const url = process.env.EVENTSTORE_URL;

if (url?.startsWith('esdb'))
  storeSuite('in EventStoreDB, on the server of EVENTSTORE_URL', async () => ({
    open: () => eventStoreDB({ url }),
    transactions: false,
    drop: async () => {},
  }));
