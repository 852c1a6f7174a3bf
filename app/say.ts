/** Answers that are no screen and no API: a page in the language of whoever asks, or JSON for programs. */
import type Koa from 'koa';
import { type Language, type Localised, languages } from '../domain/language.ts';
import { CONTENT_SECURITY_POLICY, document, html } from './page.ts';

/** What is said, to people and to programs in their language. */
export interface Said {
  readonly status: number;
  /** For programs. */
  readonly code: string;
  readonly title: Localised;
  readonly text: Localised;
  /** Where the page leads on to, besides itself. */
  readonly home?: Localised;
}

/** Answers with a page where a page is asked for, else with JSON. */
export function say(context: Koa.Context, { status, code, title, text, home }: Said): void {
  const language = languageOf(context);
  context.status = status;
  if (context.accepts('json', 'html') !== 'html') {
    context.body = { error: { code, message: text[language] } };
    return;
  }
  context.set({ 'Content-Language': language, 'Content-Security-Policy': CONTENT_SECURITY_POLICY });
  context.vary('Accept-Language');
  const main = home
    ? html`<p class="lead">${text[language]}</p><p><a href="/?lang=${language}">${home[language]}</a></p>`
    : html`<p class="lead">${text[language]}</p>`;
  // Never the path that was asked for: `//elsewhere` in a link would lead out.
  context.body = document(language, '/', { title: title[language], main });
  context.type = 'html';
  context.status = status;
}

/** `?lang=` where it names one of ours, else what the browser prefers, else French. */
export function languageOf(context: Koa.Context): Language {
  const asked = context.query.lang;
  const chosen = languages.find((language) => language === asked);
  if (chosen) return chosen;
  const preferred = context.get('Accept-Language') ? context.acceptsLanguages(...languages) : false;
  return languages.find((language) => language === preferred) ?? 'fr';
}
