/** Services whose doings are counted, through whichever door they are asked. */
import { Refused } from '../services/refused.ts';
import type { Services, UploadReport } from '../services/services.ts';
import type { Deed, ExportEnd, Metrics, SignInOutcome, UploadOutcome } from './metrics.ts';

/** The same services; each sign-in, decision, file and export is counted when it has ended. */
export function counting(services: Services, metrics: Metrics): Services {
  const decided = <Given extends readonly unknown[], Result>(
    deed: Deed,
    decide: (...given: Given) => Promise<Result>,
  ): ((...given: Given) => Promise<Result>) =>
    told(
      decide,
      () => metrics.decided(deed, 'done'),
      (error) => metrics.decided(deed, outcomeOf(error)),
    );
  const sent = <Given extends readonly unknown[]>(take: (...given: Given) => Promise<UploadReport>) =>
    told(
      take,
      (report) => metrics.uploaded(becameOf(report)),
      (error) => metrics.uploaded(outcomeOf(error)),
    );
  const { accounts } = services;
  return {
    ...services,
    accounts: {
      ...accounts,
      signIn: told(
        (...given: Parameters<typeof accounts.signIn>) => accounts.signIn(...given),
        () => metrics.signedIn('done'),
        (error) => metrics.signedIn(signInOf(error)),
      ),
    },
    approve: decided('approve', services.approve),
    reject: decided('reject', services.reject),
    correct: decided('correct', services.correct),
    choose: decided('choose', services.choose),
    acceptImport: decided('accept-import', services.acceptImport),
    rejectImport: decided('reject-import', services.rejectImport),
    giveUpImport: decided('give-up-import', services.giveUpImport),
    upload: sent(services.upload),
    importOriginal: sent(services.importOriginal),
    export: exporting(services.export, metrics),
  };
}

/** An export has ended when its last byte is written, not when it began. */
const exporting =
  (run: Services['export'], metrics: Metrics): Services['export'] =>
  async (caller, order) => {
    const { type, format } = order;
    const ended = (outcome: ExportEnd['outcome'], rows = 0): void => metrics.exported({ type, format, outcome, rows });
    const begun = await run(caller, order).catch((error: unknown) => {
      ended(outcomeOf(error));
      throw error;
    });
    begun.summary.then(
      ({ rows }) => ended('done', rows),
      // Whoever has gone ended the body themselves; else it ends with what went wrong.
      (error: unknown) => ended(begun.body.errored === error ? 'failed' : 'left'),
    );
    return begun;
  };

function told<Given extends readonly unknown[], Result>(
  work: (...given: Given) => Promise<Result>,
  done: (result: Result) => void,
  not: (error: unknown) => void,
): (...given: Given) => Promise<Result> {
  return async (...given) => {
    try {
      const result = await work(...given);
      done(result);
      return result;
    } catch (error) {
      not(error);
      throw error;
    }
  };
}

const outcomeOf = (error: unknown): 'refused' | 'failed' => (error instanceof Refused ? 'refused' : 'failed');

function signInOf(error: unknown): SignInOutcome {
  if (!(error instanceof Refused)) return 'failed';
  return error.status === 429 || error.status === 503 ? 'delayed' : 'wrong';
}

function becameOf({ dryRun, alreadyImported, status }: UploadReport): UploadOutcome {
  if (dryRun) return 'checked';
  if (alreadyImported) return 'known';
  return status === 'held' ? 'held' : 'imported';
}
