/** What a person has agreed to by now, and what recording or withdrawing changes of it. Pure. */
import type { ConsentEvent, ConsentRecorded, ConsentWithdrawn } from './events.ts';

/** One purpose of a person. */
export interface Consent {
  readonly purpose: string;
  readonly status: 'recorded' | 'withdrawn';
  /** When it was recorded, or withdrawn: ISO 8601. */
  readonly since: string;
  /** What was recorded last. */
  readonly recorded: ConsentRecorded;
}

/** @param events of one person, in order, with the times of their decisions */
export function foldConsents(
  events: Iterable<{ readonly event: ConsentEvent; readonly at: string }>,
): ReadonlyMap<string, Consent> {
  const consents = new Map<string, Consent>();
  for (const { event, at } of events) {
    const { purpose } = event.data;
    if (event.type === 'ConsentRecorded')
      consents.set(purpose, { purpose, status: 'recorded', since: at, recorded: event.data });
    else {
      const before = consents.get(purpose);
      if (before) consents.set(purpose, { ...before, status: 'withdrawn', since: at });
    }
  }
  return consents;
}

/** Nothing where it stands already as it is recorded; a newer text, or other evidence, is recorded anew. */
export function recordConsent(consents: ReadonlyMap<string, Consent>, data: ConsentRecorded): ConsentEvent | undefined {
  const standing = consents.get(data.purpose);
  const stands = standing?.status === 'recorded';
  const says = (part: 'textVersion' | 'language' | 'evidence'): boolean =>
    data[part] === undefined || data[part] === standing?.recorded[part];
  if (stands && says('textVersion') && says('language') && says('evidence')) return undefined;
  return { type: 'ConsentRecorded', data };
}

/** Nothing where nobody agreed, or it is withdrawn already. */
export function withdrawConsent(
  consents: ReadonlyMap<string, Consent>,
  data: ConsentWithdrawn,
): ConsentEvent | undefined {
  return consents.get(data.purpose)?.status === 'recorded' ? { type: 'ConsentWithdrawn', data } : undefined;
}
