import { type ImportStatus, importStatuses } from '../../../../domain/import/fold.ts';

/** The status of an address; undefined for a text that is none. */
export const statusOf = (text: string | null): ImportStatus | undefined =>
  importStatuses.find((status) => status === text);
