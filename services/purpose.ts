/** What somebody says that they need clear text about people for: enough that whoever reads the access log understands it. */

/** Characters at least and at most. Three letters name no purpose: “request of a person, file 2026-14” does. */
export const purposeCharacters = { least: 10, most: 500 } as const;
const leastWords = 2;

/** Whether a text tells a purpose: long enough, and of several words. */
export function isPurpose(text: string): boolean {
  const stated = text.trim();
  const words = stated.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const { least, most } = purposeCharacters;
  return stated.length >= least && stated.length <= most && words.length >= leastWords;
}
