import { createHash } from 'node:crypto';
import { type Language, type Localised, languages } from '../domain/language.ts';
import { style } from './style.ts';

/** Markup whose every inserted text was escaped. */
export interface Html {
  readonly markup: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Builds markup: texts and numbers are escaped, markup and lists of it are inserted as they are.
 * @example html`<li>${name}</li>`
 */
export function html(parts: TemplateStringsArray, ...values: (Html | readonly Html[] | string | number)[]): Html {
  const markup = parts.reduce((text, part, index) => text + insert(values[index - 1] ?? '') + part);
  return { markup };
}

function insert(value: Html | readonly Html[] | string | number): string {
  if (typeof value === 'object') return 'markup' in value ? value.markup : value.map(insert).join('');
  return String(value).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** What stands on a page: its name, and what follows the heading. */
export interface Page {
  readonly title: string;
  readonly main: Html;
}

/** Nothing may load, run, frame or submit; only this one style applies. */
export const CONTENT_SECURITY_POLICY = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const NAMES: Localised = { fr: 'Français', en: 'English', de: 'Deutsch', it: 'Italiano' };
const SKIP: Localised = {
  fr: 'Aller au contenu',
  en: 'Skip to content',
  de: 'Zum Inhalt springen',
  it: 'Vai al contenuto',
};
const CHOOSE: Localised = { fr: 'Langue', en: 'Language', de: 'Sprache', it: 'Lingua' };
const FOOTER: Localised = {
  fr: 'Chaque chiffre remonte, par le journal, jusqu’à la ligne du fichier d’où il vient.',
  en: 'Every figure leads back, through the log, to the row of the file that it comes from.',
  de: 'Jede Zahl führt über das Protokoll zur Zeile der Datei zurück, aus der sie stammt.',
  it: 'Ogni cifra risale, attraverso il registro, alla riga del file da cui proviene.',
};
const REFRESH: Localised = { fr: 'Actualiser', en: 'Refresh', de: 'Aktualisieren', it: 'Aggiorna' };

/** A whole document: readable without scripts, with a link to refresh it, in one language and with links to the others. */
export function document(language: Language, path: string, { title, main }: Page): string {
  const others = languages.map((other) =>
    other === language
      ? html`<li><span lang="${other}" aria-current="true">${NAMES[other]}</span></li>`
      : html`<li><a href="${path}?lang=${other}" lang="${other}" hreflang="${other}">${NAMES[other]}</a></li>`,
  );
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – HealthAI</title>
<style>${{ markup: style }}</style>
</head>
<body>
<a class="skip" href="#content">${SKIP[language]}</a>
<header>
<p><svg class="mark" viewBox="0 0 20 20" aria-hidden="true"><path d="M2 12a8 8 0 0 1 8-8h8v4a8 8 0 0 1-8 8H6.6l6.9-6.9-1.4-1.4L4 15.8a8 8 0 0 1-2-3.8z"/></svg>HealthAI Coach</p>
<nav aria-label="${CHOOSE[language]}"><ul>${others}</ul></nav>
</header>
<main id="content" tabindex="-1">
<div class="title"><h1>${title}</h1><a class="refresh" href="${path}?lang=${language}">${REFRESH[language]}</a></div>
${main}
</main>
<footer><p class="lead">${FOOTER[language]}</p></footer>
</body>
</html>
`.markup;
}
