/** Numbers as sources write them: strictly read, never guessed. */

const zero = 48;
const nine = 57;
const isDigit = (code: number): boolean => code >= zero && code <= nine;

/**
 * The number that a text writes in full: sign, digits, one decimal sign, exponent. No thousands separators, no
 * hexadecimal, no blanks, no words. `text` is trimmed already.
 * @returns NaN where the text is anything else, or too large for a number.
 */
export function parseNumeral(text: string, decimal: '.' | ','): number {
  const sign = decimal === ',' ? 44 : 46;
  const end = text.length;
  let at = 0;
  const first = text.charCodeAt(0);
  if (first === 43 || first === 45) at = 1;
  let digits = 0;
  let separator = -1;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) digits++;
    else if (code === sign && separator < 0) separator = at;
    else break;
  }
  if (digits === 0 || separator === at - 1) return Number.NaN;
  if (at < end && !isExponent(text, at)) return Number.NaN;
  const n = Number(decimal === ',' && separator >= 0 ? text.replace(',', '.') : text);
  return Number.isFinite(n) ? n + 0 : Number.NaN;
}

/** `e5`, `E-3`: what pandas and JSON write for the very large and the very small. */
function isExponent(text: string, at: number): boolean {
  const letter = text.charCodeAt(at);
  if (letter !== 69 && letter !== 101) return false;
  let i = at + 1;
  const sign = text.charCodeAt(i);
  if (sign === 43 || sign === 45) i++;
  if (i === text.length) return false;
  for (; i < text.length; i++) if (!isDigit(text.charCodeAt(i))) return false;
  return true;
}
