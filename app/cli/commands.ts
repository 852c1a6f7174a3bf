/** Every command of the command line, in the order of its help. Each is loaded when it is asked for: a short one starts sooner. */
import type { Command } from './command.ts';

const loading: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./commands/start.ts')).startCommand,
  sources: async () => (await import('./commands/sources.ts')).sourcesCommand,
  ingest: async () => (await import('./commands/ingest.ts')).ingestCommand,
  imports: async () => (await import('./commands/imports.ts')).importsCommand,
  queue: async () => (await import('./commands/queue.ts')).queueCommand,
  record: async () => (await import('./commands/record.ts')).recordCommand,
  approve: async () => (await import('./commands/decisions.ts')).approveCommand,
  correct: async () => (await import('./commands/decisions.ts')).correctCommand,
  choose: async () => (await import('./commands/decisions.ts')).chooseCommand,
  reject: async () => (await import('./commands/decisions.ts')).rejectCommand,
  users: async () => (await import('./commands/users.ts')).usersCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  events: async () => (await import('./commands/events.ts')).eventsCommand,
  rebuild: async () => (await import('./commands/rebuild.ts')).rebuildCommand,
  status: async () => (await import('./commands/status.ts')).statusCommand,
  consent: async () => (await import('./commands/consent.ts')).consentCommand,
  'redact-names': async () => (await import('./commands/redact-names.ts')).redactNamesCommand,
  evaluate: async () => (await import('./commands/evaluate.ts')).evaluateCommand,
  completion: async () => (await import('./commands/completion.ts')).completionCommand(everyCommand),
};

/** The command of this name, if there is one. */
export const commandNamed = async (name: string): Promise<Command | undefined> =>
  Object.hasOwn(loading, name) ? loading[name]!() : undefined;

/** All of them, for what speaks of all. */
export const everyCommand = (): Promise<readonly Command[]> =>
  Promise.all(Object.values(loading).map((load) => load()));
