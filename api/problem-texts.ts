/** The words of problems: what is wrong, and what to do, in the four languages. `{name}` stands for a parameter. */
import type { Json } from '../domain/json.ts';
import type { Language, Localised } from '../domain/language.ts';
import { localised } from '../domain/language.ts';

export const problemStatus = {
  unauthenticated: 401,
  'invalid-token': 401,
  'no-such-route': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'unsupported-type': 415,
  'unsupported-encoding': 415,
  'invalid-parameter': 400,
  'invalid-json': 400,
  'unsafe-json': 400,
  'invalid-body': 422,
  'body-too-large': 413,
  'file-too-large': 413,
  'body-too-slow': 408,
  'precondition-required': 428,
  'too-many-requests': 429,
  'too-many-streams': 429,
  'took-too-long': 503,
  'store-unavailable': 503,
  'database-unavailable': 503,
  'disk-full': 503,
  'internal-error': 500,
} as const;
export type ProblemCode = keyof typeof problemStatus;

const texts: Readonly<Record<ProblemCode, Localised>> = {
  unauthenticated: localised(
    'Ceci demande une connexion. Obtenez un jeton par POST /api/v1/auth/login et envoyez-le ainsi : « Authorization: Bearer <jeton> ».',
    'This needs a sign-in. Get a token by POST /api/v1/auth/login and send it like this: “Authorization: Bearer <token>”.',
    'Dies verlangt eine Anmeldung. Holen Sie ein Token mit POST /api/v1/auth/login und senden Sie es so: „Authorization: Bearer <Token>“.',
    'Questo richiede un accesso. Ottenete un token con POST /api/v1/auth/login e inviatelo così: «Authorization: Bearer <token>».',
  ),
  'invalid-token': localised(
    'Le jeton d’accès n’est pas valable, ou ne l’est plus. Renouvelez-le par POST /api/v1/auth/refresh, ou connectez-vous de nouveau.',
    'The access token is not valid, or no longer. Renew it by POST /api/v1/auth/refresh, or sign in again.',
    'Das Zugriffstoken ist nicht oder nicht mehr gültig. Erneuern Sie es mit POST /api/v1/auth/refresh, oder melden Sie sich neu an.',
    'Il token di accesso non è valido, o non lo è più. Rinnovatelo con POST /api/v1/auth/refresh, o accedete di nuovo.',
  ),
  'no-such-route': localised(
    'Il n’y a rien à cette adresse. /openapi.json énumère celles qui existent, /docs les montre.',
    'There is nothing at this address. /openapi.json lists those that exist, /docs shows them.',
    'Unter dieser Adresse gibt es nichts. /openapi.json nennt die vorhandenen, /docs zeigt sie.',
    'Non c’è nulla a questo indirizzo. /openapi.json elenca quelli che esistono, /docs li mostra.',
  ),
  'method-not-allowed': localised(
    'Cette adresse répond à {allowed}. Utilisez l’une de ces méthodes.',
    'This address answers {allowed}. Use one of these methods.',
    'Diese Adresse beantwortet {allowed}. Benutzen Sie eine dieser Methoden.',
    'Questo indirizzo risponde a {allowed}. Usate uno di questi metodi.',
  ),
  'not-acceptable': localised(
    'La réponse existe en {types}. Citez l’un d’eux dans l’en-tête Accept, ou laissez-le de côté.',
    'The answer comes as {types}. Name one of them in the Accept header, or leave it out.',
    'Die Antwort gibt es als {types}. Nennen Sie einen davon in Accept, oder lassen Sie den Header weg.',
    'La risposta esiste come {types}. Indicatene uno nell’intestazione Accept, o tralasciatela.',
  ),
  'unsupported-type': localised(
    'Le corps de la requête doit être {types}. Indiquez-le dans l’en-tête Content-Type.',
    'The request’s body must be {types}. Say so in the Content-Type header.',
    'Der Inhalt der Anfrage muss {types} sein. Geben Sie das im Header Content-Type an.',
    'Il corpo della richiesta deve essere {types}. Indicatelo nell’intestazione Content-Type.',
  ),
  'unsupported-encoding': localised(
    'Un corps compressé ({encoding}) n’est pas accepté. Envoyez-le tel quel, sans Content-Encoding.',
    'A compressed body ({encoding}) is not taken. Send it as it is, without Content-Encoding.',
    'Komprimierter Inhalt ({encoding}) wird nicht angenommen. Senden Sie ihn unverändert, ohne Content-Encoding.',
    'Un corpo compresso ({encoding}) non è accettato. Inviatelo così com’è, senza Content-Encoding.',
  ),
  'invalid-parameter': localised(
    'La requête ne convient pas : {errors}. Corrigez ces paramètres.',
    'The request does not fit: {errors}. Correct these parameters.',
    'Die Anfrage passt nicht: {errors}. Berichtigen Sie diese Parameter.',
    'La richiesta non va bene: {errors}. Correggete questi parametri.',
  ),
  'invalid-json': localised(
    'Le corps de la requête n’est pas du JSON en UTF-8. Vérifiez sa syntaxe.',
    'The request’s body is no JSON in UTF-8. Check its syntax.',
    'Der Inhalt der Anfrage ist kein JSON in UTF-8. Prüfen Sie die Syntax.',
    'Il corpo della richiesta non è JSON in UTF-8. Verificatene la sintassi.',
  ),
  'unsafe-json': localised(
    'Le corps de la requête contient ce qui n’est jamais accepté : {what}. Retirez-le.',
    'The request’s body holds what is never taken: {what}. Remove it.',
    'Der Inhalt der Anfrage enthält, was nie angenommen wird: {what}. Entfernen Sie es.',
    'Il corpo della richiesta contiene ciò che non è mai accettato: {what}. Toglietelo.',
  ),
  'invalid-body': localised(
    'Le contenu de la requête ne convient pas : {errors}. Corrigez ces champs.',
    'The request’s content does not fit: {errors}. Correct these fields.',
    'Der Inhalt der Anfrage passt nicht: {errors}. Berichtigen Sie diese Felder.',
    'Il contenuto della richiesta non va bene: {errors}. Correggete questi campi.',
  ),
  'body-too-large': localised(
    'Le corps de la requête dépasse {limit} octets. Envoyez-en moins à la fois.',
    'The request’s body is larger than {limit} bytes. Send less at a time.',
    'Der Inhalt der Anfrage ist größer als {limit} Bytes. Senden Sie weniger auf einmal.',
    'Il corpo della richiesta supera {limit} byte. Inviatene meno alla volta.',
  ),
  'file-too-large': localised(
    'Le fichier dépasse {limit} octets : rien n’a été importé. Partagez-le en plusieurs, puis importez-les l’un après l’autre.',
    'The file is larger than {limit} bytes: nothing was imported. Split it and import the parts one after the other.',
    'Die Datei ist größer als {limit} Bytes: Es wurde nichts importiert. Teilen Sie sie und importieren Sie die Teile nacheinander.',
    'Il file supera {limit} byte: nulla è stato importato. Dividetelo e importate le parti una dopo l’altra.',
  ),
  'body-too-slow': localised(
    'Le corps de la requête n’est pas arrivé à temps. Envoyez la requête de nouveau.',
    'The request’s body did not arrive in time. Send the request again.',
    'Der Inhalt der Anfrage kam nicht rechtzeitig an. Senden Sie die Anfrage erneut.',
    'Il corpo della richiesta non è arrivato in tempo. Inviate di nuovo la richiesta.',
  ),
  'precondition-required': localised(
    'Une décision doit dire quelle version a été vue. Lisez l’enregistrement, puis envoyez son ETag dans l’en-tête If-Match.',
    'A decision must say which version was seen. Read the record, then send its ETag in the If-Match header.',
    'Eine Entscheidung muss sagen, welche Version gesehen wurde. Lesen Sie den Datensatz und senden Sie sein ETag im Header If-Match.',
    'Una decisione deve dire quale versione è stata vista. Leggete il record, poi inviate il suo ETag nell’intestazione If-Match.',
  ),
  'too-many-requests': localised(
    'Trop de requêtes. Réessayez dans {seconds} s.',
    'Too many requests. Try again in {seconds} s.',
    'Zu viele Anfragen. Versuchen Sie es in {seconds} s erneut.',
    'Troppe richieste. Riprovate tra {seconds} s.',
  ),
  'too-many-streams': localised(
    'Trop de flux sont ouverts (au plus {limit}). Fermez-en un, ou réessayez plus tard.',
    'Too many streams are open ({limit} at most). Close one, or try again later.',
    'Zu viele Ströme sind offen (höchstens {limit}). Schließen Sie einen, oder versuchen Sie es später.',
    'Troppi flussi sono aperti (al massimo {limit}). Chiudetene uno, o riprovate più tardi.',
  ),
  'took-too-long': localised(
    'La réponse a pris trop de temps. Réessayez ; une décision se répète sans risque avec la même Idempotency-Key.',
    'The answer took too long. Try again; a decision is safely repeated with the same Idempotency-Key.',
    'Die Antwort dauerte zu lange. Versuchen Sie es erneut; eine Entscheidung lässt sich mit demselben Idempotency-Key gefahrlos wiederholen.',
    'La risposta ha richiesto troppo tempo. Riprovate; una decisione si ripete senza rischi con la stessa Idempotency-Key.',
  ),
  'store-unavailable': localised(
    'Le journal ne répond pas. Réessayez ; une décision se répète sans risque avec la même Idempotency-Key.',
    'The log does not answer. Try again; a decision is safely repeated with the same Idempotency-Key.',
    'Das Protokoll antwortet nicht. Versuchen Sie es erneut; eine Entscheidung lässt sich mit demselben Idempotency-Key gefahrlos wiederholen.',
    'Il registro non risponde. Riprovate; una decisione si ripete senza rischi con la stessa Idempotency-Key.',
  ),
  'database-unavailable': localised(
    'La base de données ne répond pas. Rien n’est perdu : réessayez dans quelques secondes.',
    'The database does not answer. Nothing is lost: try again in a few seconds.',
    'Die Datenbank antwortet nicht. Nichts ist verloren: Versuchen Sie es in einigen Sekunden erneut.',
    'La banca dati non risponde. Nulla è andato perso: riprovate tra qualche secondo.',
  ),
  'disk-full': localised(
    'Il n’y a plus de place sur le disque. Rien n’est perdu ; prévenez l’exploitation, puis réessayez.',
    'There is no room left on the disk. Nothing is lost; tell the operator, then try again.',
    'Auf der Platte ist kein Platz mehr. Nichts ist verloren; sagen Sie dem Betrieb Bescheid, und versuchen Sie es dann erneut.',
    'Non c’è più spazio sul disco. Nulla è andato perso; avvisate il gestore, poi riprovate.',
  ),
  'internal-error': localised(
    'Une erreur est survenue de notre côté. Réessayez ; si elle persiste, donnez le correlationId à l’exploitation.',
    'Something failed on our side. Try again; if it stays, give the correlationId to the operator.',
    'Auf unserer Seite ist etwas fehlgeschlagen. Versuchen Sie es erneut; bleibt es dabei, geben Sie dem Betrieb die correlationId.',
    'Qualcosa non ha funzionato da parte nostra. Riprovate; se persiste, comunicate il correlationId al gestore.',
  ),
};

/** Says what is wrong and what to do. */
export const problemText = (code: ProblemCode, params: Readonly<Record<string, Json>>, language: Language): string =>
  texts[code][language].replace(/\{(\w+)\}/g, (_, name: string) => said(params[name] ?? '–'));

/** A fault is said as `limit (query): …`. */
function said(value: Json): string {
  if (!Array.isArray(value)) return String(value);
  return value
    .map((item) => (isFault(item) ? `${item.name || 'body'} (${item.in}): ${item.message}` : String(item)))
    .join(value.every((item) => typeof item === 'string') ? ', ' : '; ');
}

const isFault = (value: Json): value is { name: string; in: string; message: string } =>
  typeof value === 'object' && value !== null && 'message' in value && 'name' in value && 'in' in value;

/** The title of a problem says the same as its status. */
export const titles: Readonly<Record<number, Localised>> = {
  400: localised('Requête incorrecte', 'Bad request', 'Fehlerhafte Anfrage', 'Richiesta errata'),
  401: localised('Connexion requise', 'Sign-in required', 'Anmeldung erforderlich', 'Accesso richiesto'),
  403: localised('Interdit', 'Forbidden', 'Nicht erlaubt', 'Vietato'),
  404: localised('Introuvable', 'Not found', 'Nicht gefunden', 'Non trovato'),
  405: localised('Méthode non permise', 'Method not allowed', 'Methode nicht erlaubt', 'Metodo non consentito'),
  406: localised('Format non disponible', 'Not acceptable', 'Format nicht verfügbar', 'Formato non disponibile'),
  408: localised('Délai dépassé', 'Request timeout', 'Zeitüberschreitung', 'Tempo scaduto'),
  409: localised('Conflit', 'Conflict', 'Konflikt', 'Conflitto'),
  412: localised('Version dépassée', 'Precondition failed', 'Veraltete Version', 'Versione superata'),
  413: localised('Trop grand', 'Too large', 'Zu groß', 'Troppo grande'),
  415: localised('Type non pris en charge', 'Unsupported media type', 'Nicht unterstützter Typ', 'Tipo non supportato'),
  422: localised(
    'Contenu inutilisable',
    'Unprocessable content',
    'Nicht verarbeitbarer Inhalt',
    'Contenuto non elaborabile',
  ),
  428: localised('Version à préciser', 'Precondition required', 'Version anzugeben', 'Versione da precisare'),
  429: localised('Trop de requêtes', 'Too many requests', 'Zu viele Anfragen', 'Troppe richieste'),
  500: localised('Erreur interne', 'Internal error', 'Interner Fehler', 'Errore interno'),
  507: localised('Plus de place', 'No room left', 'Kein Platz mehr', 'Spazio esaurito'),
  503: localised('Indisponible', 'Unavailable', 'Nicht verfügbar', 'Non disponibile'),
};
