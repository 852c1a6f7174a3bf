/** What a record is called: its key, or for people the type and the beginning of its id. */
export const titleOf = ({
  typeLabel,
  key,
  id,
}: {
  readonly typeLabel: string;
  readonly key: string | null;
  readonly id: string;
}): string => key ?? `${typeLabel} ${id.slice(0, 8)}`;
