import type { Value } from '../../../../domain/record/events.ts';

interface Named {
  readonly typeLabel: string;
  readonly key: string | null;
  readonly id: string;
  readonly fields?: readonly { readonly name: string; readonly value: Value | null }[];
}

/** What a record is called: its name where it has one, else its key; for people the type and the beginning of its id. */
export function titleOf({ typeLabel, key, id, fields = [] }: Named): string {
  if (key === null) return `${typeLabel} ${id.slice(0, 8)}`;
  const name = fields.find((field) => field.name === 'name')?.value;
  return typeof name === 'string' ? name : key;
}
