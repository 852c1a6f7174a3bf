import { storeSuite } from '../store.suite.ts';
import { eventStoreDB } from './store.ts';

const real = process.env.EVENTSTORE_URL;

if (real?.startsWith('esdb'))
  storeSuite('in EventStoreDB', async () => ({
    open: () => eventStoreDB({ url: real }),
    transactions: false,
    drop: async () => {},
  }));
