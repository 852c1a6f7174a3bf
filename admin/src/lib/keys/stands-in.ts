/** What has keys of its own: somebody writes, chooses or presses there. */
const operable = `input, textarea, select, option, button, summary, [contenteditable]:not([contenteditable=false]),
  [role=textbox], [role=combobox], [role=listbox], [role=button], [role=menuitem]`;

/** Whether the focus is within a part of the page, and on nothing there that has keys of its own. */
export const standsIn = (target: EventTarget | null, within: string): boolean =>
  target instanceof Element && target.closest(within) !== null && target.closest(operable) === null;
