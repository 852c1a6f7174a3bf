/** Why a decision on an import is not made: data, rendered in the reader's language when shown. */
import type { Json } from '../json.ts';
import { type Language, type Localised, localised } from '../language.ts';
import type { ImportState } from './fold.ts';

export type ImportRefusalCode =
  | 'no-such-import'
  | 'not-held'
  | 'needs-mapping'
  | 'no-mapping'
  | 'own-mapping'
  | 'mapping-unusable'
  | 'already-ended'
  | 'reason-too-long'
  | 'stale-import';

export interface ImportRefusal {
  readonly code: ImportRefusalCode;
  readonly params: Readonly<Record<string, Json>>;
}

/** Characters of a reason: what a person reads at a glance, far below what an event may have. */
export const longestReason = 1_000;

/** @returns the refusal of a reason that is too long to be kept */
export const reasonTooLong = ({ length }: string): ImportRefusal | undefined =>
  length > longestReason
    ? { code: 'reason-too-long', params: { characters: length, limit: longestReason } }
    : undefined;

/** What speaks against a mapping: a key of `mappingProblemTexts` and the column it is about, or what the definition says. */
export type MappingProblem = Readonly<Record<string, string>> & { readonly problem: string };

/** Why columns cannot be mapped so, as the end of a sentence on it. */
const mappingProblemTexts: Readonly<Record<string, Localised>> = {
  'no-columns': localised(
    'elle ne contient aucune colonne',
    'it has no columns',
    'sie enthält keine Spalte',
    'non contiene colonne',
  ),
  'mapping-too-large': localised(
    'elle dépasse {limit} octets',
    'it takes more than {limit} bytes',
    'sie braucht mehr als {limit} Byte',
    'supera {limit} byte',
  ),
  'no-such-column-in-source': localised(
    'la source n’a pas de colonne « {column} »',
    'the source has no column “{column}”',
    'die Quelle hat keine Spalte „{column}“',
    'la fonte non ha la colonna «{column}»',
  ),
  'no-such-column-in-file': localised(
    'le fichier n’a pas de colonne « {column} »',
    'the file has no column “{column}”',
    'die Datei hat keine Spalte „{column}“',
    'il file non ha la colonna «{column}»',
  ),
  'column-in-use': localised(
    'la colonne « {column} » du fichier est déjà lue pour une autre ; choisissez-en une seule',
    'the column “{column}” of the file is read for another one already; choose one',
    'die Spalte „{column}“ der Datei wird schon für eine andere gelesen; wählen Sie eine',
    'la colonna «{column}» del file è già letta per un’altra; sceglietene una sola',
  ),
  'column-mapped-twice': localised(
    'la colonne « {column} » est associée deux fois ; choisissez une seule colonne du fichier',
    'the column “{column}” is mapped twice; choose one column of the file',
    'die Spalte „{column}“ ist zweimal zugeordnet; wählen Sie eine einzige Spalte der Datei',
    'la colonna «{column}» è associata due volte; scegliete una sola colonna del file',
  ),
  'column-there': localised(
    'le fichier a déjà la colonne « {column} » ; associez une colonne qui lui manque',
    'the file has the column “{column}” itself; map a column that it lacks',
    'die Datei hat die Spalte „{column}“ selbst; ordnen Sie eine zu, die ihr fehlt',
    'il file ha già la colonna «{column}»; associate una colonna che gli manca',
  ),
};

/** What was refused, why, and what to do instead. `{name}` stands for a parameter. */
export const importRefusalTexts: Readonly<Record<ImportRefusalCode, Localised>> = {
  'no-such-import': {
    fr: 'Aucun import ne porte l’identifiant {id}. La liste des imports les montre tous.',
    en: 'No import has the id {id}. The list of imports shows them all.',
    de: 'Kein Import hat die Kennung {id}. Die Liste der Importe zeigt alle.',
    it: 'Nessuna importazione ha l’identificatore {id}. L’elenco delle importazioni le mostra tutte.',
  },
  'not-held': {
    fr: 'Cet import n’attend pas de décision : il est {status}. Rechargez la page pour voir où il en est.',
    en: 'This import waits for no decision: it is {status}. Load the page again to see how it stands.',
    de: 'Dieser Import wartet auf keine Entscheidung: Er ist {status}. Laden Sie die Seite neu, um seinen Stand zu sehen.',
    it: 'Questa importazione non attende decisioni: è {status}. Ricaricate la pagina per vedere a che punto è.',
  },
  'needs-mapping': {
    fr: 'Il manque au fichier une colonne sans laquelle aucune ligne ne peut devenir un enregistrement. Associez-la à une colonne du fichier, ou rejetez l’import.',
    en: 'The file lacks a column without which no row can become a record. Map it to a column of the file, or reject the import.',
    de: 'Der Datei fehlt eine Spalte, ohne die keine Zeile zu einem Datensatz werden kann. Ordnen Sie ihr eine Spalte der Datei zu, oder lehnen Sie den Import ab.',
    it: 'Al file manca una colonna senza la quale nessuna riga può diventare un record. Associatela a una colonna del file, o rifiutate l’importazione.',
  },
  'no-mapping': {
    fr: 'Personne n’a proposé d’association de colonnes pour cet import. Proposez-en une.',
    en: 'Nobody proposed a mapping of columns for this import. Propose one.',
    de: 'Für diesen Import hat niemand eine Zuordnung von Spalten vorgeschlagen. Schlagen Sie eine vor.',
    it: 'Nessuno ha proposto un’associazione di colonne per questa importazione. Proponetene una.',
  },
  'own-mapping': {
    fr: 'Vous avez proposé cette association vous-même : une deuxième personne doit l’approuver.',
    en: 'You proposed this mapping yourself: a second person has to agree to it.',
    de: 'Sie haben diese Zuordnung selbst vorgeschlagen: Eine zweite Person muss ihr zustimmen.',
    it: 'Avete proposto voi stessi questa associazione: una seconda persona deve approvarla.',
  },
  'mapping-unusable': {
    fr: 'Cette association ne peut pas servir : {problem}.',
    en: 'This mapping cannot be used: {problem}.',
    de: 'Diese Zuordnung lässt sich nicht verwenden: {problem}.',
    it: 'Questa associazione non può essere usata: {problem}.',
  },
  'already-ended': {
    fr: 'Cet import est déjà terminé : il est {status}. Il n’y a rien à abandonner.',
    en: 'This import has ended already: it is {status}. There is nothing to give up.',
    de: 'Dieser Import ist schon beendet: Er ist {status}. Es gibt nichts aufzugeben.',
    it: 'Questa importazione è già terminata: è {status}. Non c’è nulla da abbandonare.',
  },
  'reason-too-long': {
    fr: 'Le motif a {characters} caractères ; au plus {limit} sont gardés. Raccourcissez-le.',
    en: 'The reason has {characters} characters; at most {limit} are kept. Shorten it.',
    de: 'Die Begründung hat {characters} Zeichen; höchstens {limit} werden behalten. Kürzen Sie sie.',
    it: 'Il motivo ha {characters} caratteri; se ne conservano al massimo {limit}. Accorciatelo.',
  },
  'stale-import': {
    fr: 'L’import a changé depuis que vous l’avez vu. Rechargez la page, puis décidez de nouveau.',
    en: 'The import has changed since you saw it. Load the page again, then decide again.',
    de: 'Der Import hat sich geändert, seit Sie ihn gesehen haben. Laden Sie die Seite neu und entscheiden Sie dann.',
    it: 'L’importazione è cambiata da quando l’avete vista. Ricaricate la pagina, poi decidete di nuovo.',
  },
};

/** Where an import stands, as the end of a sentence on it. */
const statusTexts: Readonly<Record<ImportState['status'], Localised>> = {
  accepted: localised('reçu', 'accepted', 'angenommen', 'ricevuta'),
  running: localised('en cours', 'running', 'noch am Laufen', 'in corso'),
  paused: localised('en pause', 'paused', 'unterbrochen', 'in pausa'),
  held: localised('retenu', 'held', 'zurückgehalten', 'trattenuta'),
  completed: localised('terminé', 'completed', 'abgeschlossen', 'completata'),
  'given-up': localised('abandonné', 'given up', 'aufgegeben', 'abbandonata'),
  failed: localised('échoué', 'failed', 'gescheitert', 'fallita'),
  withdrawing: localised('en cours de retrait', 'being withdrawn', 'in Rücknahme', 'in corso di ritiro'),
  withdrawn: localised('retiré', 'withdrawn', 'zurückgezogen', 'ritirata'),
};

/** A refusal in words. */
export function importRefusalText({ code, params }: ImportRefusal, language: Language): string {
  const put = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = String(params[name] ?? '–');
      if (name === 'status' && value in statusTexts) return statusTexts[value as ImportState['status']][language];
      const problem = name === 'problem' ? mappingProblemTexts[value] : undefined;
      return problem === undefined ? value : put(problem[language]);
    });
  return put(importRefusalTexts[code][language]);
}
