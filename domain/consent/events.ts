/** What a person agreed to: events of their stream (`subject-<uuid>`). Sealed but for where they are known, and the purpose. */
import type { Uuid } from '../ids.ts';
import type { Language } from '../language.ts';

export interface ConsentRecorded {
  readonly subject: Uuid;
  /** Where the person is known by the key that was given. */
  readonly namespace: string;
  readonly purpose: string;
  /** The version of the text that they agreed to, and the language it was in. */
  readonly textVersion?: string;
  readonly language?: Language;
  /** Where that can be seen: the number of a form, a place in an archive. */
  readonly evidence?: string;
}

export interface ConsentWithdrawn {
  readonly subject: Uuid;
  readonly purpose: string;
}

export type ConsentEvent =
  | { readonly type: 'ConsentRecorded'; readonly data: ConsentRecorded }
  | { readonly type: 'ConsentWithdrawn'; readonly data: ConsentWithdrawn };

/** A person's own stream. */
export const subjectStream = (subject: Uuid): string => `subject-${subject}`;

/** What sources need consent for where their definition does not say. */
export const usualPurpose = 'coaching';

/** A purpose is a code, so that none is written in two ways: `coaching`, `share:example`. */
export const purposePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*(:[a-z0-9]+(-[a-z0-9]+)*)?$/;
export const purposeCharacters = 60;

/** Of a person's key, and of what is said of the text that was agreed to: both go into events. */
export const personKeyCharacters = 200;
export const consentTextCharacters = 300;
