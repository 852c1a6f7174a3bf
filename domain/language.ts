/** The four languages of the product; French is the default. */
export const languages = ['fr', 'en', 'de', 'it'] as const;
export type Language = (typeof languages)[number];

/** A text in every language of the product. */
export type Localised = Readonly<Record<Language, string>>;

/** A text in the four languages, in the order of `languages`. */
export const localised = (fr: string, en: string, de: string, it: string): Localised => ({ fr, en, de, it });
