/** The texts of what history and findings hold: JSON in clear, or for records of people sealed for their subject. */
import type { Content } from '../../domain/record/content.ts';
import { historyPlace, keptEnvelope, type Sealed } from '../../eventstore/sealing/envelope.ts';
import type { ToSeal } from '../../eventstore/sealing/objects.ts';
import type { People } from './people.ts';
import type { HistoryRow, RecordChange } from './rows.ts';
import type { WrittenHistoryRow } from './write-records.ts';

/** Binds the sealed findings of a record to it and to the version that they judge. */
const findingsPlace = (type: string, recordId: string, version: number): string =>
  `findings\u0000${type}-${recordId}\u0000${version}`;

/** What the content of a row of the history is, sealed or not. Qualifiers stand in it only where there are any. */
function historyContent({ values, qualifiers }: Content): object {
  for (const _ in qualifiers) return { values, qualifiers };
  return { values };
}

/**
 * The rows of the history to write. The content of an erased subject is null. Where an event states the content itself, its
 * envelope is kept as it is: sealing the same once more would be a seventh of the time of an import.
 */
export async function sealContents(
  changes: readonly RecordChange[],
  isPersonal: (change: RecordChange) => boolean,
  people: People,
): Promise<readonly WrittenHistoryRow[]> {
  const written: { row: HistoryRow; content: string | null }[] = [];
  const places: number[] = [];
  const items: ToSeal[] = [];
  for (const change of changes) {
    const personal = isPersonal(change);
    for (const row of change.history) {
      if (row.content === null) written.push({ row, content: null });
      else if (personal && row.stating?.envelope) {
        written.push({ row, content: JSON.stringify(keptEnvelope(row.stating.envelope as Sealed, row.stating.id)) });
      } else if (!personal) written.push({ row, content: JSON.stringify(historyContent(row.content)) });
      else {
        if (row.subject === undefined) throw new Error(`${row.stream} is about a person and names no subject`);
        places.push(written.length);
        items.push({
          subject: row.subject,
          place: historyPlace(row.stream, row.version),
          plain: historyContent(row.content),
        });
        written.push({ row, content: null });
      }
    }
  }
  const sealed = items.length === 0 ? [] : await people.seal(items);
  sealed.forEach((envelope, i) => {
    const index = places[i] as number;
    written[index] = { row: written[index]?.row as HistoryRow, content: envelope && JSON.stringify(envelope) };
  });
  return written;
}

/** Envelopes of the records' current findings. */
export async function sealFindings(
  changes: readonly RecordChange[],
  people: People,
): Promise<readonly (string | null)[]> {
  const items = changes.map(({ row: { type, recordId, state } }): ToSeal => {
    if (state.subject === undefined) throw new Error(`${type}-${recordId} is about a person and names no subject`);
    return {
      subject: state.subject,
      place: findingsPlace(type, recordId, state.version),
      plain: { findings: state.outcome?.findings ?? [] },
    };
  });
  return (await people.seal(items)).map((envelope) => envelope && JSON.stringify(envelope));
}
