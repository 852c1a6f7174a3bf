/** The words for imports that wait for a person, by reason: what would be lost, and what can be done about it. */
import { type Language, type Localised, localised } from '../language.ts';
import type { HoldCode, HoldReason } from './events.ts';

/** A reason in words. */
export interface HoldSentence {
  /** What the file takes away, with its columns and counts. */
  readonly message: string;
  /** What to do. */
  readonly advice: string;
}

const titles: Readonly<Record<HoldCode, Localised>> = {
  'missing-columns': localised('Colonnes manquantes', 'Missing columns', 'Fehlende Spalten', 'Colonne mancanti'),
  'emptied-columns': localised(
    'Colonnes presque vidées',
    'Columns almost emptied',
    'Fast geleerte Spalten',
    'Colonne quasi svuotate',
  ),
  shrunken: localised('Enregistrements absents', 'Missing records', 'Fehlende Datensätze', 'Record mancanti'),
  falling: localised(
    'Totaux du jour en baisse',
    'Falling totals of a day',
    'Sinkende Tagessummen',
    'Totali del giorno in calo',
  ),
};

/** A few words for a heading. */
export const holdTitle = (code: HoldCode, language: Language): string => titles[code][language];

/** A reason to hold an import in words, in whole sentences. Numbers are exact: whoever decides compares them. */
export function holdSentence(reason: HoldReason, language: Language): HoldSentence {
  return { message: messages[reason.code](reason, language).join(' '), advice: adviceFor(reason)[language] };
}

/** The sentence for one, and for any other number. `{n}` is the number. */
interface Counted {
  readonly one: Localised;
  readonly other: Localised;
}

const counted = (one: Localised, other: Localised): Counted => ({ one, other });

const lacking = counted(
  localised(
    'Il manque au fichier la colonne {names}.',
    'The file lacks the column {names}.',
    'Der Datei fehlt die Spalte {names}.',
    'Al file manca la colonna {names}.',
  ),
  localised(
    'Il manque au fichier {n} colonnes : {names}.',
    'The file lacks {n} columns: {names}.',
    'Der Datei fehlen {n} Spalten: {names}.',
    'Al file mancano {n} colonne: {names}.',
  ),
);

const needed = counted(
  localised(
    'Sans elle, aucune ligne ne peut devenir un enregistrement.',
    'Without it no row can become a record.',
    'Ohne sie kann keine Zeile zu einem Datensatz werden.',
    'Senza di essa nessuna riga può diventare un record.',
  ),
  localised(
    'Parmi elles, il en est sans lesquelles aucune ligne ne peut devenir un enregistrement.',
    'Without some of them no row can become a record.',
    'Ohne einige davon kann keine Zeile zu einem Datensatz werden.',
    'Senza alcune di esse nessuna riga può diventare un record.',
  ),
);

const unknown = counted(
  localised(
    'La source ne connaît pas la colonne {names} du fichier.',
    'The source does not know the column {names} of the file.',
    'Die Spalte {names} der Datei kennt die Quelle nicht.',
    'La fonte non conosce la colonna {names} del file.',
  ),
  localised(
    'La source ne connaît pas {n} colonnes du fichier : {names}.',
    'The source does not know {n} columns of the file: {names}.',
    '{n} Spalten der Datei kennt die Quelle nicht: {names}.',
    'La fonte non conosce {n} colonne del file: {names}.',
  ),
);

const emptied = counted(
  localised(
    'La colonne {names} énonce bien moins de valeurs qu’au dernier import.',
    'The column {names} states far fewer values than in the last import.',
    'Die Spalte {names} nennt weit weniger Werte als beim letzten Import.',
    'La colonna {names} indica molti meno valori che nell’ultima importazione.',
  ),
  localised(
    '{n} colonnes énoncent bien moins de valeurs qu’au dernier import : {names}.',
    '{n} columns state far fewer values than in the last import: {names}.',
    '{n} Spalten nennen weit weniger Werte als beim letzten Import: {names}.',
    '{n} colonne indicano molti meno valori che nell’ultima importazione: {names}.',
  ),
);

const missing = counted(
  localised(
    'Il manque au fichier 1 enregistrement sur les {stood} que la source énonçait jusqu’ici.',
    'The file lacks 1 of the {stood} records that the source stated until now.',
    'In der Datei fehlt 1 von {stood} Datensätzen, die die Quelle bisher nannte.',
    'Nel file manca 1 dei {stood} record che la fonte indicava finora.',
  ),
  localised(
    'Il manque au fichier {n} enregistrements sur les {stood} que la source énonçait jusqu’ici.',
    'The file lacks {n} of the {stood} records that the source stated until now.',
    'In der Datei fehlen {n} von {stood} Datensätzen, die die Quelle bisher nannte.',
    'Nel file mancano {n} dei {stood} record che la fonte indicava finora.',
  ),
);

const theirValues = counted(
  localised(
    '1 valeur publiée en dépend.',
    '1 published value belongs to them.',
    'Daran hängt 1 veröffentlichter Wert.',
    'Ne dipende 1 valore pubblicato.',
  ),
  localised(
    '{n} valeurs publiées en dépendent.',
    '{n} published values belong to them.',
    'Daran hängen {n} veröffentlichte Werte.',
    'Ne dipendono {n} valori pubblicati.',
  ),
);

const smaller = counted(
  localised(
    'Pour 1 enregistrement, le fichier énonce un total du jour plus petit que celui qui est publié : {names}.',
    'For 1 record the file states a smaller total of the day than is published: {names}.',
    'Für 1 Datensatz nennt die Datei eine kleinere Tagessumme als die veröffentlichte: {names}.',
    'Per 1 record il file indica un totale del giorno più piccolo di quello pubblicato: {names}.',
  ),
  localised(
    'Pour {n} enregistrements, le fichier énonce un total du jour plus petit que celui qui est publié : {names}.',
    'For {n} records the file states a smaller total of the day than is published: {names}.',
    'Für {n} Datensätze nennt die Datei eine kleinere Tagessumme als die veröffentlichte: {names}.',
    'Per {n} record il file indica un totale del giorno più piccolo di quello pubblicato: {names}.',
  ),
);

const fallingValues = counted(
  localised(
    '1 valeur publiée diminuerait.',
    '1 published value would fall.',
    '1 veröffentlichter Wert würde kleiner.',
    '1 valore pubblicato diminuirebbe.',
  ),
  localised(
    '{n} valeurs publiées diminueraient.',
    '{n} published values would fall.',
    '{n} veröffentlichte Werte würden kleiner.',
    '{n} valori pubblicati diminuirebbero.',
  ),
);

const firstRows = counted(
  localised('Ligne : {names}.', 'Row: {names}.', 'Zeile: {names}.', 'Riga: {names}.'),
  localised('Premières lignes : {names}.', 'First rows: {names}.', 'Erste Zeilen: {names}.', 'Prime righe: {names}.'),
);

/** Who loses, and what: the verb goes with the records. */
const loss = counted(
  localised(
    '1 enregistrement perdrait {values}.',
    '1 record would lose {values}.',
    '1 Datensatz verlöre {values}.',
    '1 record perderebbe {values}.',
  ),
  localised(
    '{n} enregistrements perdraient {values}.',
    '{n} records would lose {values}.',
    '{n} Datensätze verlören {values}.',
    '{n} record perderebbero {values}.',
  ),
);

const valuesLost = counted(
  localised('1 valeur publiée', '1 published value', '1 veröffentlichten Wert', '1 valore pubblicato'),
  localised('{n} valeurs publiées', '{n} published values', '{n} veröffentlichte Werte', '{n} valori pubblicati'),
);

const nothingLost: Localised = localised(
  'Rien de ce qui est publié n’est touché.',
  'Nothing that is published is touched.',
  'Nichts Veröffentlichtes ist betroffen.',
  'Nulla di ciò che è pubblicato è toccato.',
);

const more = counted(
  localised('1 autre', '1 more', '1 weitere', '1 altra'),
  localised('{n} autres', '{n} more', '{n} weitere', '{n} altre'),
);

const quotes: Localised = localised('« {name} »', '“{name}”', '„{name}“', '«{name}»');

type Sentences = (reason: HoldReason, language: Language) => readonly string[];

const messages: Readonly<Record<HoldCode, Sentences>> = {
  'missing-columns': (reason, language) => {
    const { columns, unknown: others = [] } = reason;
    return [
      say(lacking, columns.length, language, { names: named(columns, language) }),
      ...(reason.needed ? [say(needed, columns.length, language)] : []),
      lossOf(reason, language),
      ...(others.length > 0 ? [say(unknown, others.length, language, { names: named(others, language) })] : []),
    ];
  },
  'emptied-columns': (reason, language) => [
    say(emptied, reason.columns.length, language, { names: named(reason.columns, language) }),
    lossOf(reason, language),
  ],
  shrunken: ({ records, stood = records, publishedValues }, language) => [
    say(missing, records, language, { stood: numberIn(language).format(stood) }),
    publishedValues === 0 ? nothingLost[language] : say(theirValues, publishedValues, language),
  ],
  falling: ({ columns, records, publishedValues, rows = [] }, language) => [
    say(smaller, records, language, { names: named(columns, language) }),
    say(fallingValues, publishedValues, language),
    // Row numbers are places, not quantities: they are not grouped.
    ...(rows.length > 0 ? [say(firstRows, rows.length, language, { names: listed(rows.map(String), language) })] : []),
  ],
};

const lossOf = ({ records, publishedValues }: HoldReason, language: Language): string =>
  publishedValues === 0
    ? nothingLost[language]
    : say(loss, records, language, { values: say(valuesLost, publishedValues, language) });

const rejectAndResend: Localised = localised(
  'Si le fichier est incomplet ou d’une autre période, rejetez l’import et envoyez le bon fichier ; sinon acceptez-le tel quel.',
  'If the file is incomplete or of another period, reject the import and send the right file; otherwise accept it as it is.',
  'Ist die Datei unvollständig oder aus einem anderen Zeitraum, lehnen Sie den Import ab und senden Sie die richtige Datei; sonst nehmen Sie ihn an, wie er ist.',
  'Se il file è incompleto o di un altro periodo, rifiutate l’importazione e inviate il file giusto; altrimenti accettatela così com’è.',
);

const advice: Readonly<Record<Exclude<HoldCode, 'missing-columns'>, Localised>> = {
  'emptied-columns': localised(
    'Vérifiez l’extraction à la source : si les valeurs ont été perdues en route, rejetez l’import et envoyez le fichier corrigé ; si elles ne sont vraiment plus énoncées, acceptez-le tel quel.',
    'Check the export at the source: if the values were lost on the way, reject the import and send the corrected file; if they are really not stated any more, accept it as it is.',
    'Prüfen Sie den Export an der Quelle: Gingen die Werte unterwegs verloren, lehnen Sie den Import ab und senden Sie die berichtigte Datei; werden sie wirklich nicht mehr genannt, nehmen Sie ihn an, wie er ist.',
    'Verificate l’estrazione alla fonte: se i valori sono andati persi, rifiutate l’importazione e inviate il file corretto; se davvero non sono più indicati, accettatela così com’è.',
  ),
  shrunken: rejectAndResend,
  falling: localised(
    'Le total d’un jour ne peut que croître : vérifiez si le fichier montre un état plus ancien de ce jour, et rejetez alors l’import ; si la source a recompté, acceptez-le tel quel.',
    'A total of a day can only grow: check whether the file shows an older state of that day, and then reject the import; if the source counted anew, accept it as it is.',
    'Eine Tagessumme kann nur wachsen: Prüfen Sie, ob die Datei einen älteren Stand dieses Tages zeigt, und lehnen Sie den Import dann ab; hat die Quelle neu gezählt, nehmen Sie ihn an, wie er ist.',
    'Il totale di un giorno può solo crescere: verificate se il file mostra uno stato più vecchio di quel giorno, e allora rifiutate l’importazione; se la fonte ha ricontato, accettatela così com’è.',
  ),
};

/** What to do about missing columns depends on whether some column of the file may be one of them. */
const columnAdvice = {
  proposed: localised(
    'Vérifiez l’association proposée, puis demandez-la : une deuxième personne l’approuve, et le fichier est lu de nouveau. Si les colonnes ont vraiment disparu, acceptez l’import tel quel ; sinon rejetez-le.',
    'Check the proposed mapping, then ask for it: a second person agrees, and the file is read anew. If the columns are really gone, accept the import as it is; otherwise reject it.',
    'Prüfen Sie die vorgeschlagene Zuordnung und beantragen Sie sie: Eine zweite Person stimmt zu, und die Datei wird neu gelesen. Gibt es die Spalten wirklich nicht mehr, nehmen Sie den Import an, wie er ist; sonst lehnen Sie ihn ab.',
    'Verificate l’associazione proposta, poi chiedetela: una seconda persona la approva e il file viene riletto. Se le colonne sono davvero scomparse, accettate l’importazione così com’è; altrimenti rifiutatela.',
  ),
  neededProposed: localised(
    'Vérifiez l’association proposée, puis demandez-la : une deuxième personne l’approuve, et le fichier est lu de nouveau. Sinon rejetez l’import.',
    'Check the proposed mapping, then ask for it: a second person agrees, and the file is read anew. Otherwise reject the import.',
    'Prüfen Sie die vorgeschlagene Zuordnung und beantragen Sie sie: Eine zweite Person stimmt zu, und die Datei wird neu gelesen. Sonst lehnen Sie den Import ab.',
    'Verificate l’associazione proposta, poi chiedetela: una seconda persona la approva e il file viene riletto. Altrimenti rifiutate l’importazione.',
  ),
  unknown: localised(
    'Si une colonne du fichier est l’une d’elles sous un autre nom, associez-la. Si elles ont vraiment disparu, acceptez l’import tel quel ; sinon rejetez-le et envoyez le bon fichier.',
    'If a column of the file is one of them under another name, map it. If they are really gone, accept the import as it is; otherwise reject it and send the right file.',
    'Ist eine Spalte der Datei eine davon unter anderem Namen, ordnen Sie sie zu. Gibt es sie wirklich nicht mehr, nehmen Sie den Import an, wie er ist; sonst lehnen Sie ihn ab und senden Sie die richtige Datei.',
    'Se una colonna del file è una di esse con un altro nome, associatela. Se sono davvero scomparse, accettate l’importazione così com’è; altrimenti rifiutatela e inviate il file giusto.',
  ),
  neededUnknown: localised(
    'Si une colonne du fichier est l’une d’elles sous un autre nom, associez-la ; sinon rejetez l’import et envoyez le bon fichier.',
    'If a column of the file is one of them under another name, map it; otherwise reject the import and send the right file.',
    'Ist eine Spalte der Datei eine davon unter anderem Namen, ordnen Sie sie zu; sonst lehnen Sie den Import ab und senden Sie die richtige Datei.',
    'Se una colonna del file è una di esse con un altro nome, associatela; altrimenti rifiutate l’importazione e inviate il file giusto.',
  ),
  gone: localised(
    'Si elles ont vraiment disparu de la source, acceptez l’import tel quel ; sinon rejetez-le et envoyez le bon fichier.',
    'If they are really gone from the source, accept the import as it is; otherwise reject it and send the right file.',
    'Sind sie wirklich aus der Quelle verschwunden, nehmen Sie den Import an, wie er ist; sonst lehnen Sie ihn ab und senden Sie die richtige Datei.',
    'Se sono davvero scomparse dalla fonte, accettate l’importazione così com’è; altrimenti rifiutatela e inviate il file giusto.',
  ),
  neededGone: localised(
    'Rejetez l’import et envoyez un fichier qui les contient.',
    'Reject the import and send a file that has them.',
    'Lehnen Sie den Import ab und senden Sie eine Datei, die sie enthält.',
    'Rifiutate l’importazione e inviate un file che le contenga.',
  ),
} as const;

function adviceFor({ code, needed: mustHave, proposal, unknown: others = [] }: HoldReason): Localised {
  if (code !== 'missing-columns') return advice[code];
  if (proposal !== undefined) return mustHave ? columnAdvice.neededProposed : columnAdvice.proposed;
  if (others.length > 0) return mustHave ? columnAdvice.neededUnknown : columnAdvice.unknown;
  return mustHave ? columnAdvice.neededGone : columnAdvice.gone;
}

/** Names that a sentence lists: more are counted. The whole list is in the report. */
const namesShown = 8;

const named = (names: readonly string[], language: Language): string => {
  const shown = names.length > namesShown + 1 ? names.slice(0, namesShown) : names;
  const quoted = shown.map((name) => quotes[language].replace('{name}', () => name));
  const left = names.length - shown.length;
  return listed(left === 0 ? quoted : [...quoted, say(more, left, language)], language);
};

const listed = (items: readonly string[], language: Language): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(items);

const numberIn = (language: Language): Intl.NumberFormat => new Intl.NumberFormat(language);

function say(
  { one, other }: Counted,
  n: number,
  language: Language,
  params: Readonly<Record<string, string>> = {},
): string {
  const all: Readonly<Record<string, string>> = { ...params, n: numberIn(language).format(n) };
  return (n === 1 ? one : other)[language].replace(/\{(\w+)\}/g, (_, name: string) => all[name] ?? '…');
}
