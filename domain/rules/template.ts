/**
 * Fills the sentences of messages. `{name}` is a parameter, `{name:format}` one in a format; a segment in brackets is left
 * out unless every parameter in it is given: `not a date[ in column “{column}”]`.
 */
import type { Json } from '../json.ts';

export type Params = Readonly<Record<string, Json>>;

/** Writes one parameter as text. `format` is what stands after the colon, `''` where nothing does. */
export type Format = (value: Json, format: string) => string;

type Piece = string | { readonly name: string; readonly format: string };
interface Segment {
  readonly optional: boolean;
  readonly pieces: readonly Piece[];
}

const parsed = new Map<string, readonly Segment[]>();

/**
 * The sentence of a template. A parameter that is missing outside of brackets shows as an ellipsis: an old event is still
 * readable after a message has learned a new parameter.
 */
export function fill(template: string, params: Params, format: Format): string {
  let text = '';
  for (const { optional, pieces } of segmentsOf(template)) {
    if (optional && !pieces.every((piece) => typeof piece === 'string' || isGiven(params[piece.name]))) continue;
    for (const piece of pieces) {
      if (typeof piece === 'string') text += piece;
      else text += isGiven(params[piece.name]) ? format(params[piece.name]!, piece.format) : '…';
    }
  }
  return text;
}

const isGiven = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

function segmentsOf(template: string): readonly Segment[] {
  const known = parsed.get(template);
  if (known !== undefined) return known;
  const segments = template
    .split(/(\[[^\]]*\])/)
    .filter((part) => part !== '')
    .map((part) => ({ optional: part.startsWith('['), pieces: piecesOf(part.replace(/^\[|\]$/g, '')) }));
  parsed.set(template, segments);
  return segments;
}

function piecesOf(text: string): Piece[] {
  return text
    .split(/(\{[^}]*\})/)
    .filter((part) => part !== '')
    .map((part) => {
      if (!part.startsWith('{')) return part;
      const [name = '', format = ''] = part.slice(1, -1).split(':');
      return { name, format };
    });
}
