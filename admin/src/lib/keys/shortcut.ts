/** Which presses of a key may be shortcuts: never what somebody writes, and nothing but one key pressed once. */

/** Of a `KeyboardEvent`, what decides it. */
interface Press {
  readonly key: string;
  readonly keyCode: number;
  readonly repeat: boolean;
  readonly isComposing: boolean;
  readonly defaultPrevented: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What input methods report instead of a key: the text is not written yet. */
const composing = 229;

/** Letters have a case: a capital is none of our shortcuts. Digits and `?` take Shift on many keyboards. */
const isLetter = (key: string): boolean => key.toLowerCase() !== key.toUpperCase();

/** Whether a press is that of one key: no repetition, no part of a composition, nothing held beside it. */
export const isShortcut = (press: Press): boolean =>
  press.key.length === 1 &&
  !(press.repeat || press.isComposing || press.keyCode === composing || press.defaultPrevented) &&
  !(press.ctrlKey || press.metaKey || press.altKey) &&
  !(press.shiftKey && isLetter(press.key));
