/** How two spellings of a natural key are compared. Only compared: ids, exports and the raw row keep the text as it was written. */

/** Texts that are their own compared key: printable ASCII without white space at an end or twice in a row. Nearly all are. */
const plain = /^[!-~]+(?: [!-~]+)*$/;

/**
 * What shows nothing: soft hyphen, zero-width space and joiners, bidirectional controls, byte order mark, variation selectors
 * (Unicode's `Default_Ignorable_Code_Point`), and control characters that are no white space.
 */
const invisible = /\p{Default_Ignorable_Code_Point}|(?!\p{White_Space})\p{Cc}/gu;

const space = /\p{White_Space}+/gu;

/**
 * The text that spellings of one key share: without invisible characters, in NFC, each run of white space (no-break, thin,
 * ideographic, line breaks too) one blank, none at the ends. Of a compared key the compared key is itself.
 * `Crème\u00a0brulée\u200b` → `Crème brulée`
 * @param foldCase whether `RICE` and `rice` are one key: only where the contract says so, never for codes
 */
export function comparedKey(text: string, { foldCase }: { readonly foldCase: boolean }): string {
  if (plain.test(text)) return foldCase ? text.toLowerCase() : text;
  const shown = text.replace(invisible, '').normalize('NFC').replace(space, ' ').trim();
  return foldCase ? folded(shown) : shown;
}

/**
 * Through capitals, as `ß` and `SS`, `ς` and `σ` meet only there; but the dotless `ı`, whose capital is the `I` of `i`, stays
 * itself: Unicode's case folding keeps the two apart as well.
 */
const folded = (text: string): string =>
  text
    .split('ı')
    .map((part) => part.toUpperCase().toLowerCase())
    .join('ı')
    .replaceAll('ς', 'σ')
    .normalize('NFC');
