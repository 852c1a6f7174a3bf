/** Why records are rejected, as codes that can be counted. */
export const rejectionCodes = [
  'implausible',
  'duplicate',
  'incomplete',
  'out-of-scope',
  'not-a-record',
  'other',
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];

export const rejectionCodeOf = (text: unknown): RejectionCode | undefined =>
  rejectionCodes.find((code) => code === text);
