/** What is said of a source before a file of it is read, where its rows need the consent of the people they are about. */
import { type Language, localised } from '../language.ts';

export interface ConsentNeeded {
  readonly purpose: string;
  readonly namespace: string;
  /** People whose consent is recorded. */
  readonly people: number;
}

const words = {
  none: localised(
    'Les lignes demandent le consentement des personnes ({purpose}), et aucun n’est enregistré : toutes seront mises de côté, et il n’en restera que le fichier d’origine, chiffré.',
    'The rows need the consent of the people they are about ({purpose}), and none is recorded: all of them will be set aside, and nothing but the original file, encrypted, will hold them.',
    'Die Zeilen brauchen die Einwilligung der Personen ({purpose}), und keine ist erfasst: alle werden beiseitegelegt, und nur die Originaldatei, verschlüsselt, enthält sie noch.',
    'Le righe richiedono il consenso delle persone ({purpose}), e nessuno è registrato: saranno tutte messe da parte e resteranno solo nel file originale, cifrato.',
  ),
  one: localised(
    'Les lignes demandent le consentement des personnes ({purpose}). Celui d’une personne est enregistré ; les lignes des autres seront mises de côté, et il n’en restera que le fichier d’origine, chiffré.',
    'The rows need the consent of the people they are about ({purpose}). That of one person is recorded; the rows of others will be set aside, and nothing but the original file, encrypted, will hold them.',
    'Die Zeilen brauchen die Einwilligung der Personen ({purpose}). Die einer Person ist erfasst; die Zeilen der anderen werden beiseitegelegt, und nur die Originaldatei, verschlüsselt, enthält sie noch.',
    'Le righe richiedono il consenso delle persone ({purpose}). Quello di una persona è registrato; le righe delle altre saranno messe da parte e resteranno solo nel file originale, cifrato.',
  ),
  some: localised(
    'Les lignes demandent le consentement des personnes ({purpose}). Celui de {people} personnes est enregistré ; les lignes des autres seront mises de côté, et il n’en restera que le fichier d’origine, chiffré.',
    'The rows need the consent of the people they are about ({purpose}). That of {people} people is recorded; the rows of others will be set aside, and nothing but the original file, encrypted, will hold them.',
    'Die Zeilen brauchen die Einwilligung der Personen ({purpose}). Die von {people} Personen ist erfasst; die Zeilen der anderen werden beiseitegelegt, und nur die Originaldatei, verschlüsselt, enthält sie noch.',
    'Le righe richiedono il consenso delle persone ({purpose}). Quello di {people} persone è registrato; le righe delle altre saranno messe da parte e resteranno solo nel file originale, cifrato.',
  ),
  advice: localised(
    'Enregistrez chaque consentement : « {command} », puis importez le fichier, même une nouvelle fois. Si ces données sont les vôtres, prenez une source own-… : elle n’en demande pas.',
    'Record each consent: “{command}”, then import the file, again if need be. If these data are your own, take a source own-…: it needs none.',
    'Erfassen Sie jede Einwilligung: „{command}“, importieren Sie dann die Datei, auch ein weiteres Mal. Sind diese Daten Ihre eigenen, nehmen Sie eine Quelle own-…: sie braucht keine.',
    'Registrate ogni consenso: « {command} », poi importate il file, anche un’altra volta. Se questi dati sono i vostri, prendete una fonte own-…: non ne richiede.',
  ),
};

const key = localised('clé', 'key', 'Schlüssel', 'chiave');

/** How a consent is recorded on the command line. */
const consentCommand = ({ namespace, purpose }: ConsentNeeded, language: Language): string =>
  `healthai consent record --person <${key[language]}> --namespace ${namespace} --purpose ${purpose}`;

/** What becomes of rows without consent, and what to do. */
export function consentNotice(
  needed: ConsentNeeded,
  language: Language,
): { readonly message: string; readonly advice: string } {
  const { people } = needed;
  const sentence = people === 0 ? words.none : people === 1 ? words.one : words.some;
  const params: Readonly<Record<string, string>> = {
    purpose: needed.purpose,
    people: `${people}`,
    command: consentCommand(needed, language),
  };
  const said = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  return { message: said(sentence[language]), advice: said(words.advice[language]) };
}
