/** Why a decision on a record is not made: data, rendered in the reader's language when shown. */
import type { Json } from '../json.ts';
import type { Language, Localised } from '../language.ts';

export type RefusalCode =
  | 'no-such-record'
  | 'not-entitled'
  | 'stale-version'
  | 'not-open'
  | 'judged-again'
  | 'block'
  | 'contributor'
  | 'already-approved'
  | 'nothing-to-change'
  | 'unknown-field'
  | 'untypable'
  | 'required-field'
  | 'derived-field'
  | 'no-such-alternative'
  | 'no-such-finding'
  | 'not-undoable'
  | 'part-of-process'
  | 'withdrawn'
  | 'erased'
  | 'too-large';

export interface Refusal {
  readonly code: RefusalCode;
  readonly params: Readonly<Record<string, Json>>;
}

/** The HTTP status that says the same: 403 not allowed, 404 unknown, 409 the record's state forbids it, 412 stale, 422 the command is wrong. */
export const httpStatus: Readonly<Record<RefusalCode, number>> = {
  'no-such-record': 404,
  'not-entitled': 403,
  'stale-version': 412,
  'not-open': 409,
  'judged-again': 409,
  block: 409,
  contributor: 403,
  'already-approved': 409,
  'nothing-to-change': 409,
  'unknown-field': 422,
  untypable: 422,
  'required-field': 422,
  'derived-field': 422,
  'no-such-alternative': 422,
  'no-such-finding': 422,
  'not-undoable': 409,
  'part-of-process': 409,
  withdrawn: 409,
  erased: 409,
  'too-large': 422,
};

/** What was refused, why, and what to do instead. `{name}` stands for a parameter. */
const texts: Readonly<Record<RefusalCode, Localised>> = {
  'no-such-record': {
    fr: 'Aucun enregistrement ne porte cet identifiant. Vérifiez l’identifiant et le type.',
    en: 'No record has this id. Check the id and the type.',
    de: 'Kein Datensatz hat diese Kennung. Prüfen Sie Kennung und Typ.',
    it: 'Nessun record ha questo identificatore. Verificate identificatore e tipo.',
  },
  'not-entitled': {
    fr: 'Cette décision demande le rôle {role}. Confiez-la à une personne qui l’a, ou demandez ce rôle à un administrateur.',
    en: 'This decision needs the role {role}. Leave it to somebody who has it, or ask an administrator for the role.',
    de: 'Diese Entscheidung verlangt die Rolle {role}. Überlassen Sie sie jemandem mit dieser Rolle, oder bitten Sie die Administration darum.',
    it: 'Questa decisione richiede il ruolo {role}. Affidatela a chi lo possiede, o chiedete il ruolo a un amministratore.',
  },
  'stale-version': {
    fr: 'L’enregistrement a changé depuis que vous l’avez vu : version {expected} attendue, il en est à la version {actual} ({status}). Relisez-le, puis décidez de nouveau.',
    en: 'The record has changed since you saw it: you expected version {expected}, it is at version {actual} ({status}). Read it again, then decide again.',
    de: 'Der Datensatz hat sich geändert, seit Sie ihn gesehen haben: erwartet war Version {expected}, er steht bei Version {actual} ({status}). Lesen Sie ihn erneut und entscheiden Sie dann.',
    it: 'Il record è cambiato da quando lo avete visto: attesa la versione {expected}, ora è alla versione {actual} ({status}). Rileggetelo, poi decidete di nuovo.',
  },
  'not-open': {
    fr: 'Seul un enregistrement ouvert attend une décision ; celui-ci est {status}. Pour le changer, corrigez-le ou annulez la décision précédente.',
    en: 'Only an open record waits for a decision; this one is {status}. To change it, correct it or undo the earlier decision.',
    de: 'Nur ein offener Datensatz wartet auf eine Entscheidung; dieser ist {status}. Um ihn zu ändern, korrigieren Sie ihn oder nehmen Sie die frühere Entscheidung zurück.',
    it: 'Solo un record aperto attende una decisione; questo è {status}. Per cambiarlo, correggetelo o annullate la decisione precedente.',
  },
  'judged-again': {
    fr: 'Les règles ont changé : jugé de nouveau selon le jeu de règles {ruleset}, l’enregistrement a d’autres constats. Lisez-les, puis décidez de nouveau.',
    en: 'The rules have changed: judged again by ruleset {ruleset}, the record has other findings. Read them, then decide again.',
    de: 'Die Regeln haben sich geändert: Nach Regelwerk {ruleset} neu beurteilt, hat der Datensatz andere Befunde. Lesen Sie sie und entscheiden Sie dann erneut.',
    it: 'Le regole sono cambiate: rivalutato con l’insieme di regole {ruleset}, il record ha altri rilievi. Leggeteli, poi decidete di nuovo.',
  },
  block: {
    fr: 'La règle {rule} bloque cet enregistrement (champ : {field}) : il ne peut pas être approuvé tel quel. Corrigez la valeur ou rejetez l’enregistrement.',
    en: 'Rule {rule} blocks this record (field: {field}): it cannot be approved as it is. Correct the value, or reject the record.',
    de: 'Regel {rule} sperrt diesen Datensatz (Feld: {field}): So kann er nicht freigegeben werden. Korrigieren Sie den Wert, oder weisen Sie den Datensatz zurück.',
    it: 'La regola {rule} blocca questo record (campo: {field}): non può essere approvato così. Correggete il valore o respingete il record.',
  },
  contributor: {
    fr: 'Vous avez contribué à ce contenu : une autre personne doit l’approuver. Il reste dans la file.',
    en: 'You contributed to this content: somebody else must approve it. It stays in the queue.',
    de: 'Sie haben zu diesem Inhalt beigetragen: Eine andere Person muss ihn freigeben. Er bleibt in der Warteschlange.',
    it: 'Avete contribuito a questo contenuto: deve approvarlo un’altra persona. Resta in coda.',
  },
  'already-approved': {
    fr: 'Vous avez déjà approuvé ce contenu ; le quorum est de {quorum}, il manque encore {missing} autre(s) personne(s).',
    en: 'You have approved this content already; the quorum is {quorum}, so {missing} more, by other people, are still needed.',
    de: 'Sie haben diesen Inhalt schon freigegeben; nötig sind {quorum}, es fehlen noch {missing} von anderen Personen.',
    it: 'Avete già approvato questo contenuto; il quorum è {quorum}, ne mancano ancora {missing} da parte di altre persone.',
  },
  'nothing-to-change': {
    fr: 'L’enregistrement est déjà ainsi : rien n’a été écrit.',
    en: 'The record is like that already: nothing was written.',
    de: 'Der Datensatz ist schon so: Nichts wurde geschrieben.',
    it: 'Il record è già così: non è stato scritto nulla.',
  },
  'unknown-field': {
    fr: 'Le contrat n’a pas de champ {field}. Choisissez un champ parmi ceux de l’enregistrement.',
    en: 'The contract has no field {field}. Take one of the record’s fields.',
    de: 'Der Vertrag kennt kein Feld {field}. Nehmen Sie eines der Felder des Datensatzes.',
    it: 'Il contratto non ha un campo {field}. Scegliete uno dei campi del record.',
  },
  untypable: {
    fr: 'La valeur donnée pour {field} ne convient pas : {expected} est attendu. Écrivez-la ainsi.',
    en: 'The value given for {field} does not fit: expected is {expected}. Write it that way.',
    de: 'Der Wert für {field} passt nicht: erwartet wird {expected}. Schreiben Sie ihn so.',
    it: 'Il valore dato per {field} non va bene: è atteso {expected}. Scrivetelo così.',
  },
  'required-field': {
    fr: 'Le champ {field} est obligatoire : il ne peut pas être vidé. Donnez une valeur ou rejetez l’enregistrement.',
    en: 'The field {field} is required: it cannot be cleared. Give a value, or reject the record.',
    de: 'Das Feld {field} ist Pflicht: Es kann nicht geleert werden. Geben Sie einen Wert an, oder weisen Sie den Datensatz zurück.',
    it: 'Il campo {field} è obbligatorio: non può essere svuotato. Date un valore o respingete il record.',
  },
  'derived-field': {
    fr: 'Le champ {field} est calculé à partir d’autres champs. Corrigez ceux-ci.',
    en: 'The field {field} is computed from other fields. Correct those.',
    de: 'Das Feld {field} wird aus anderen Feldern berechnet. Korrigieren Sie diese.',
    it: 'Il campo {field} è calcolato da altri campi. Correggete quelli.',
  },
  'no-such-alternative': {
    fr: 'L’alternative {alternative} n’existe pas : on peut choisir de 0 à {last}, là où la source énonce plusieurs versions.',
    en: 'There is no alternative {alternative}: 0 to {last} can be chosen, where the source states several.',
    de: 'Es gibt keine Alternative {alternative}: Wählbar sind 0 bis {last}, wo die Quelle mehrere angibt.',
    it: 'L’alternativa {alternative} non esiste: si può scegliere da 0 a {last}, dove la fonte ne dichiara più d’una.',
  },
  'no-such-finding': {
    fr: 'Aucun constat de la règle {rule} ne retient ce champ. Relisez les constats de l’enregistrement.',
    en: 'No finding of rule {rule} holds this field. Read the record’s findings again.',
    de: 'Kein Befund der Regel {rule} hält dieses Feld zurück. Lesen Sie die Befunde des Datensatzes erneut.',
    it: 'Nessun rilievo della regola {rule} trattiene questo campo. Rileggete i rilievi del record.',
  },
  'not-undoable': {
    fr: 'La version {version} n’est pas une décision que l’on puisse annuler, ou elle l’est déjà. Choisissez une décision en vigueur de l’historique.',
    en: 'Version {version} is no decision that can be undone, or it is undone already. Take a standing decision of the history.',
    de: 'Version {version} ist keine Entscheidung, die sich zurücknehmen lässt, oder sie ist es schon. Nehmen Sie eine geltende Entscheidung der Historie.',
    it: 'La versione {version} non è una decisione annullabile, o lo è già. Scegliete una decisione in vigore della cronologia.',
  },
  'part-of-process': {
    fr: 'La version {version} fait partie d’une opération groupée : annulez l’opération entière.',
    en: 'Version {version} is part of a larger process: undo the whole process.',
    de: 'Version {version} ist Teil eines größeren Vorgangs: Nehmen Sie den ganzen Vorgang zurück.',
    it: 'La versione {version} fa parte di un’operazione più ampia: annullate l’intera operazione.',
  },
  withdrawn: {
    fr: 'Plus rien n’énonce cet enregistrement : il est retiré, et il n’y a rien à décider. Réimportez sa source pour le faire revenir.',
    en: 'Nothing states this record any more: it is withdrawn, and there is nothing to decide. Import its source again to bring it back.',
    de: 'Nichts gibt diesen Datensatz mehr an: Er ist zurückgezogen, und es gibt nichts zu entscheiden. Importieren Sie seine Quelle erneut, um ihn zurückzuholen.',
    it: 'Nulla dichiara più questo record: è ritirato e non c’è nulla da decidere. Reimportate la sua fonte per farlo tornare.',
  },
  erased: {
    fr: 'La personne concernée a été effacée : plus rien ne peut être lu ni décidé ici.',
    en: 'The person concerned was erased: nothing can be read or decided here any more.',
    de: 'Die betroffene Person wurde gelöscht: Hier kann nichts mehr gelesen oder entschieden werden.',
    it: 'La persona interessata è stata cancellata: qui non si può più leggere né decidere nulla.',
  },
  'too-large': {
    fr: 'Cette décision prend {bytes} octets dans le journal, qui en admet {limit} par événement. Raccourcissez les textes.',
    en: 'This decision takes {bytes} bytes in the log, which allows {limit} an event. Shorten the texts.',
    de: 'Diese Entscheidung braucht {bytes} Byte im Protokoll, das {limit} je Ereignis zulässt. Kürzen Sie die Texte.',
    it: 'Questa decisione occupa {bytes} byte nel registro, che ne ammette {limit} per evento. Accorciate i testi.',
  },
};

const statusTexts: Readonly<Record<string, Localised>> = {
  open: { fr: 'ouvert', en: 'open', de: 'offen', it: 'aperto' },
  published: { fr: 'publié', en: 'published', de: 'veröffentlicht', it: 'pubblicato' },
  rejected: { fr: 'rejeté', en: 'rejected', de: 'zurückgewiesen', it: 'respinto' },
  withdrawn: { fr: 'retiré', en: 'withdrawn', de: 'zurückgezogen', it: 'ritirato' },
};

/** What a field expects, by its kind. */
const kindTexts: Readonly<Record<string, Localised>> = {
  text: { fr: 'un texte', en: 'a text', de: 'ein Text', it: 'un testo' },
  number: { fr: 'un nombre', en: 'a number', de: 'eine Zahl', it: 'un numero' },
  integer: { fr: 'un nombre entier', en: 'a whole number', de: 'eine ganze Zahl', it: 'un numero intero' },
  enum: { fr: 'une des valeurs', en: 'one of the values', de: 'einer der Werte', it: 'uno dei valori' },
  boolean: { fr: 'true ou false', en: 'true or false', de: 'true oder false', it: 'true o false' },
  date: { fr: 'une date AAAA-MM-JJ', en: 'a date YYYY-MM-DD', de: 'ein Datum JJJJ-MM-TT', it: 'una data AAAA-MM-GG' },
  instant: {
    fr: 'une date et une heure ISO 8601',
    en: 'a date and time of ISO 8601',
    de: 'Datum und Uhrzeit nach ISO 8601',
    it: 'data e ora ISO 8601',
  },
  list: {
    fr: 'une liste séparée par des points-virgules',
    en: 'a list with semicolons between its items',
    de: 'eine Liste mit Strichpunkten dazwischen',
    it: 'un elenco separato da punti e virgola',
  },
};

/** Says why a decision was refused and what to do, in the reader's language. */
export function refusalText({ code, params }: Refusal, language: Language): string {
  return texts[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '–';
    if (name === 'status') return statusTexts[String(value)]?.[language] ?? String(value);
    if (name === 'expected' && typeof value === 'string') return expectation(value, params, language);
    return Array.isArray(value) ? value.join(', ') : String(value);
  });
}

function expectation(kind: string, { unit, values }: Refusal['params'], language: Language): string {
  const text = kindTexts[kind]?.[language] ?? kind;
  if (Array.isArray(values)) return `${text} ${values.join(', ')}`;
  return typeof unit === 'string' ? `${text} (${unit})` : text;
}
