/** Which presses of a key may be shortcuts at all. */
import { expect, test } from 'vitest';
import { isShortcut } from '../src/lib/keys/shortcut.ts';

const alone = {
  ...{ keyCode: 0, repeat: false, isComposing: false, defaultPrevented: false },
  ...{ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
};

test.each(['a', 'j', '1', '?'])('%s by itself is one', (key) => expect(isShortcut({ ...alone, key })).toBe(true));

test.each([
  { repeat: true },
  { isComposing: true },
  { keyCode: 229 },
  { defaultPrevented: true },
  { ctrlKey: true },
  { metaKey: true },
  { altKey: true },
  { shiftKey: true },
])('a letter with %o is none', (how) => expect(isShortcut({ ...alone, key: 'a', ...how })).toBe(false));

test('digits and the question mark may take Shift, as keyboards have them', () => {
  for (const key of ['1', '?']) expect(isShortcut({ ...alone, key, shiftKey: true })).toBe(true);
});

test.each(['Enter', 'Process', 'Dead', 'ArrowDown'])('%s is none', (key) =>
  expect(isShortcut({ ...alone, key })).toBe(false),
);
