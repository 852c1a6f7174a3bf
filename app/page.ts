import { createHash } from 'node:crypto';
import { type Language, type Localised, languages } from '../domain/language.ts';

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

const STYLE = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; }
a { color: LinkText; } a:focus-visible { outline: 3px solid; outline-offset: 2px; }
.skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; } caption { text-align: start; font-weight: bold; padding: .5rem 0; }
th, td { border: 1px solid; padding: .25rem .75rem; text-align: start; } td.number { text-align: end; font-variant-numeric: tabular-nums; }
nav ul { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; padding: 0; list-style: none; }
nav a, .refresh { display: inline-block; min-height: 1.5rem; min-width: 1.5rem; }
`;

/** Nothing may load, run, frame or submit; only this one style applies. */
export const CONTENT_SECURITY_POLICY = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
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
<style>${{ markup: STYLE }}</style>
</head>
<body>
<a class="skip" href="#content">${SKIP[language]}</a>
<header><p><strong>HealthAI Coach</strong></p></header>
<main id="content" tabindex="-1">
<h1>${title}</h1>
<p><a class="refresh" href="${path}?lang=${language}">${REFRESH[language]}</a></p>
${main}
</main>
<footer><nav aria-label="${CHOOSE[language]}"><ul>${others}</ul></nav></footer>
</body>
</html>
`.markup;
}
