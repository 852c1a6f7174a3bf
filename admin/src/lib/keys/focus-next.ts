/** Gives the focus to the element behind or before the one that has it, among those of a selector. It stays at the ends. */
export function focusNext(selector: string, step: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const here = all.indexOf(document.activeElement as HTMLElement);
  all[Math.min(Math.max(here + step, 0), all.length - 1)]?.focus();
}
