import { describe, expect, test } from 'vitest';
import { contrast } from '../test/contrast.ts';
import { type Palette, palettes } from './style.ts';

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
