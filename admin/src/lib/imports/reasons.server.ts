/** Why an import waits or would wait, in the reader's words. */
import type { ImportHeld } from '../../../../domain/import/events.ts';
import { holdSentence, holdTitle } from '../../../../domain/import/hold-words.ts';
import type { Language } from '../../../../domain/language.ts';
import type { ProposedColumn } from '../../../../domain/source/propose-mapping.ts';

export interface HoldInWords {
  readonly rows: number;
  /** Rows among them that cannot become records. */
  readonly quarantined: number;
  readonly reasons: readonly ReasonInWords[];
  /** Which column of the file may be which absent one. */
  readonly proposal: readonly ProposedColumn[];
  /** Records cannot be without an absent column: it can be mapped or rejected, not accepted as it is. */
  readonly needed: boolean;
}

export interface ReasonInWords {
  readonly code: string;
  readonly title: string;
  /** What would be lost, with columns and counts. */
  readonly message: string;
  readonly advice: string;
  readonly records: number;
  readonly publishedValues: number;
}

export function holdInWords({ reasons, rows, quarantined }: ImportHeld, language: Language): HoldInWords {
  return {
    rows,
    quarantined,
    reasons: reasons.map((reason) => ({
      code: reason.code,
      title: holdTitle(reason.code, language),
      ...holdSentence(reason, language),
      records: reason.records,
      publishedValues: reason.publishedValues,
    })),
    proposal: reasons.flatMap(({ proposal }) => proposal?.columns ?? []),
    needed: reasons.some(({ needed }) => needed),
  };
}
