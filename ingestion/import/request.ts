/** What is asked of an import of an original that was taken in. */
import type { Uuid } from '../../domain/ids.ts';
import type { RunRequest } from './run-import.ts';

export interface OriginalRequest extends RunRequest {
  /** For people's eyes; never a path. Not logged for sources of personal types. */
  readonly fileName: string | null;
  readonly dryRun?: boolean;
  /** Take the same bytes of a source of changes once more. */
  readonly again?: boolean;
  readonly onWaiting?: () => void;
  /** The import that takes it, once there is one. */
  readonly onAccepted?: (importId: Uuid) => void;
}
