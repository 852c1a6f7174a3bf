/** The product, once for a run of browser tests. */
import type { TestProject } from 'vitest/node';
import type { User } from '../app/credentials.ts';
import { startProduct } from './product.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the product answers. */
    servedUrl: string;
    /** Who may sign in, with their passwords. */
    servedUsers: readonly User[];
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, users, stop } = await startProduct();
  project.provide('servedUrl', url);
  project.provide('servedUsers', users);
  return async () => {
    const logged = await stop();
    // What the server logged as warnings and errors belongs to the run.
    if (logged.length > 0) process.stderr.write(`the server logged:\n${logged.join('\n')}\n`);
  };
}
