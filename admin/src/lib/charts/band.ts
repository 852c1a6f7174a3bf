/** One row of a chart of rows: a word on the left, a number on the right, a mark below both. */
export interface Band {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  /** The number as it is read. */
  readonly shown: string;
  /** Colour of the mark, a token. */
  readonly colour: string;
}

/** Height of a row, in rem; its words take the upper part, its mark the lower. */
export const bandHeight = 3.5;
/** Where in a row the middle of the mark is, as a share of its height. */
export const markAt = 0.64;
