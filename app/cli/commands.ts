/** Every command of the command line, in the order of its help. */
import type { Command } from './command.ts';
import { completionCommand } from './commands/completion.ts';
import { approveCommand, chooseCommand, correctCommand, rejectCommand } from './commands/decisions.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { eventsCommand } from './commands/events.ts';
import { exportCommand } from './commands/export.ts';
import { importsCommand } from './commands/imports.ts';
import { ingestCommand } from './commands/ingest.ts';
import { queueCommand } from './commands/queue.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { recordCommand } from './commands/record.ts';
import { sourcesCommand } from './commands/sources.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';

export const commands: readonly Command[] = [
  startCommand,
  sourcesCommand,
  ingestCommand,
  importsCommand,
  queueCommand,
  recordCommand,
  approveCommand,
  correctCommand,
  chooseCommand,
  rejectCommand,
  exportCommand,
  eventsCommand,
  rebuildCommand,
  statusCommand,
  evaluateCommand,
  completionCommand(() => commands),
];
