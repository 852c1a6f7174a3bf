import { describe, expect, test } from 'vitest';
import { type Palette, palettes } from './style.ts';

/** Relative luminance of a colour as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each(Object.entries(palettes))('the %s palette', (_, palette: Palette) => {
  const texts = ['text', 'muted', 'accent'] as const;
  const grounds = ['background', 'surface'] as const;
  test.each(texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)))(
    'lets everybody read %s on %s',
    (text, ground) => {
      expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
    },
  );
});
