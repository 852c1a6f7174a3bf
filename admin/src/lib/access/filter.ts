/** Which part of the access log somebody looks at, as it stands in addresses: days are whole ones, in UTC. */

export interface AccessFilter {
  readonly subject: string;
  readonly record: string;
  readonly actor: string;
  readonly from: string;
  readonly to: string;
}

/** What is wrong with a filter, by its field. */
export interface WrongFilter {
  readonly field: 'subject' | 'from' | 'to';
  readonly why: 'subject' | 'day' | 'order';
}

export function filterOf(parameters: URLSearchParams): AccessFilter {
  const given = (name: string): string => (parameters.get(name) ?? '').trim();
  return {
    subject: given('subject').toLowerCase(),
    record: given('record').toLowerCase(),
    actor: given('actor'),
    from: given('from'),
    to: given('to'),
  };
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const none: readonly WrongFilter[] = [];

/** A day that there is, as a calendar has it, of years in which something may have been shown. */
const isDay = (text: string): boolean => {
  const at = /^2\d{3}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

export function wrongIn({ subject, from, to }: AccessFilter): readonly WrongFilter[] {
  const days = (['from', 'to'] as const).filter((field) => {
    const day = field === 'from' ? from : to;
    return day !== '' && !isDay(day);
  });
  const inOrder = days.length > 0 || from === '' || to === '' || from <= to;
  return [
    ...(subject === '' || uuid.test(subject) ? none : [{ field: 'subject', why: 'subject' } as const]),
    ...days.map((field) => ({ field, why: 'day' }) as const),
    ...(inOrder ? none : [{ field: 'to', why: 'order' } as const]),
  ];
}

const dayMs = 86_400_000;

/** What the services are asked, of a filter in which nothing is wrong. A record or an actor that is none is left out. */
export const questionOf = ({ subject, record, actor, from, to }: AccessFilter) => ({
  ...(subject !== '' && { subject }),
  ...(uuid.test(record) && { record }),
  ...(/^(user:[0-9a-f-]{36}|system:operator)$/.test(actor) && { actor }),
  ...(from !== '' && { since: `${from}T00:00:00.000Z` }),
  ...(to !== '' && { until: new Date(Date.parse(`${to}T00:00:00Z`) + dayMs).toISOString() }),
});

/** The page of a filter; `more` stands behind it. What is empty is left out. */
export function addressOf(filter: AccessFilter, more: Readonly<Record<string, string>> = {}): string {
  const given = Object.entries({ ...filter, ...more }).filter(([, value]) => value !== '');
  const text = new URLSearchParams(given).toString();
  return text === '' ? '/access' : `/access?${text}`;
}
