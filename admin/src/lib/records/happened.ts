/** What happened to a record, in words. */
import type { RecordEventData, RecordEventType, Value } from '../../../../domain/record/events.ts';
import type { HistoryEntry } from '../../../../projections/queries/record.ts';
import type { RecordSheet } from '../../../../services/record-sheet.ts';
import type { Speech } from '../words/speech.ts';
import { type ValueLabels, valueText } from './values.ts';

/** The parts of an event that may be shown: what is sealed is missing for who may not see it. */
type Shown<T extends RecordEventType> = Partial<RecordEventData[T]>;

export interface Happened {
  readonly what: string;
  /** Why, as its author wrote it. */
  readonly why?: string;
  readonly details: readonly string[];
}

const reading: Readonly<Record<RecordEventType, true>> = {
  RecordProposed: true,
  RecordRestated: true,
  RecordUnstated: true,
  RecordUnpublished: true,
  RecordCorrected: true,
  AlternativeChosen: true,
  FindingWaived: true,
  WaiverEnded: true,
  RecordApproved: true,
  RecordRejected: true,
  RecordReopened: true,
  RecordRejudged: true,
  EventsStruck: true,
};

const isKnown = (type: string): type is RecordEventType => Object.hasOwn(reading, type);

export function happened(
  entry: HistoryEntry,
  sheet: Pick<RecordSheet, 'fields'>,
  labels: ValueLabels,
  speech: Speech,
): Happened {
  const { words, say } = speech;
  if (!isKnown(entry.type)) return { what: entry.type, details: [] };
  const what = words.record.happened[entry.type];
  switch (entry.type) {
    case 'RecordProposed': {
      const { origin, alternative } = entry.data as Shown<'RecordProposed'>;
      const text = alternative ? words.record.happened.alternative : what;
      return { what: say(text, { row: `${origin?.row ?? '?'}` }), details: [] };
    }
    case 'RecordRestated': {
      const { origin } = entry.data as Shown<'RecordRestated'>;
      return { what: say(what, { row: `${origin?.row ?? '?'}` }), details: [] };
    }
    case 'RecordUnstated': {
      const { onMissing, reopens } = entry.data as Shown<'RecordUnstated'>;
      const { unstatedReopened, unstatedWithdrawn } = words.record.happened;
      return { what: reopens ? unstatedReopened : onMissing === 'withdraw' ? unstatedWithdrawn : what, details: [] };
    }
    case 'RecordCorrected': {
      const { patch, reason } = entry.data as Shown<'RecordCorrected'>;
      const details = Object.entries(patch ?? {}).map(([name, { from, to }]) => {
        const field = sheet.fields.find((one) => one.name === name);
        const shown = (value: Value | null): string =>
          field ? valueText(value, field, labels, speech) : String(value ?? words.common.none);
        return say(words.record.changed, { field: field?.label ?? name, from: shown(from), to: shown(to) });
      });
      return { what, details, ...(reason && { why: reason }) };
    }
    case 'AlternativeChosen': {
      const { reason } = entry.data as Shown<'AlternativeChosen'>;
      return { what, details: [], ...(reason && { why: reason }) };
    }
    case 'RecordApproved': {
      const { publishes, code, reason } = entry.data as Shown<'RecordApproved'>;
      const named: Readonly<Record<string, string>> = words.record.overs;
      const details = code === undefined ? [] : [say(words.record.overError, { code: named[code] ?? code })];
      return { what: publishes ? words.record.happened.published : what, details, ...(reason && { why: reason }) };
    }
    case 'RecordRejected': {
      const { code, text } = entry.data as Shown<'RecordRejected'>;
      const named: Readonly<Record<string, string>> = words.record.codes;
      return { what: say(what, { code: named[code ?? ''] ?? code ?? '' }), details: [], ...(text && { why: text }) };
    }
    case 'FindingWaived': {
      const { rule, justification } = entry.data as Shown<'FindingWaived'>;
      return { what: say(what, { rule: rule ?? '' }), details: [], ...(justification && { why: justification }) };
    }
    case 'RecordReopened':
    case 'EventsStruck': {
      const { why } = entry.data as Shown<'RecordReopened'>;
      return { what, details: [], ...(why && { why }) };
    }
    default:
      return { what, details: [] };
  }
}
