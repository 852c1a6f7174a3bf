/** The four languages of the product; French is the default. */
export const languages = ['fr', 'en', 'de', 'it'] as const;
export type Language = (typeof languages)[number];

/** A text in every language of the product. */
export type Localised = Readonly<Record<Language, string>>;
