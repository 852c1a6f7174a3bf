/** The words for rows that were set aside, by reason. */
import type { Localised } from '../language.ts';

export interface Words {
  readonly message: Localised;
  readonly advice: Localised;
}

const resend: Localised = {
  fr: 'Corrigez la ligne à la source et importez le fichier de nouveau : les lignes déjà reprises resteront inchangées.',
  en: 'Correct the row at the source and import the file again: rows taken over already will stay unchanged.',
  de: 'Korrigieren Sie die Zeile an der Quelle und importieren Sie die Datei erneut: Übernommene Zeilen bleiben unverändert.',
  it: 'Correggete la riga alla fonte e importate di nuovo il file: le righe già acquisite resteranno invariate.',
};

export const quarantineWords: Readonly<Record<string, Words>> = {
  'ragged-row': {
    message: {
      fr: 'la ligne n’a pas autant de colonnes que l’en-tête[ ({cells:number} au lieu de {expected:number})].',
      en: 'the row does not have as many columns as the header[ ({cells:number} instead of {expected:number})].',
      de: 'die Zeile hat nicht so viele Spalten wie die Kopfzeile[ ({cells:number} statt {expected:number})].',
      it: 'la riga non ha tante colonne quante l’intestazione[ ({cells:number} invece di {expected:number})].',
    },
    advice: {
      fr: 'Cherchez un séparateur en trop ou en moins, ou mettez entre guillemets la valeur qui le contient ; puis importez de nouveau.',
      en: 'Look for a separator too many or too few, or put quotes around the value that contains it; then import again.',
      de: 'Suchen Sie ein überzähliges oder fehlendes Trennzeichen, oder setzen Sie den Wert, der es enthält, in Anführungszeichen; dann erneut importieren.',
      it: 'Cercate un separatore di troppo o mancante, o mettete tra virgolette il valore che lo contiene; poi importate di nuovo.',
    },
  },
  'row-too-large': {
    message: {
      fr: 'la ligne ou l’une de ses valeurs est trop longue[ (limite : {limit:number})].',
      en: 'the row or one of its values is too long[ (limit: {limit:number})].',
      de: 'die Zeile oder einer ihrer Werte ist zu lang[ (Grenze: {limit:number})].',
      it: 'la riga o uno dei suoi valori è troppo lungo[ (limite: {limit:number})].',
    },
    advice: {
      fr: 'Vérifiez si un guillemet non fermé a réuni plusieurs lignes ; sinon raccourcissez la valeur à la source.',
      en: 'Check whether an unclosed quote has joined several rows; otherwise shorten the value at the source.',
      de: 'Prüfen Sie, ob ein offenes Anführungszeichen mehrere Zeilen verbunden hat; sonst kürzen Sie den Wert an der Quelle.',
      it: 'Verificate se una virgoletta non chiusa ha unito più righe; altrimenti accorciate il valore alla fonte.',
    },
  },
  'too-many-columns': {
    message: {
      fr: 'la ligne a trop de colonnes[ ({cells:number}, au plus {limit:number})].',
      en: 'the row has too many columns[ ({cells:number}, at most {limit:number})].',
      de: 'die Zeile hat zu viele Spalten[ ({cells:number}, höchstens {limit:number})].',
      it: 'la riga ha troppe colonne[ ({cells:number}, al massimo {limit:number})].',
    },
    advice: resend,
  },
  'unbalanced-quote': {
    message: {
      fr: 'un guillemet ouvert n’est pas fermé.',
      en: 'an opened quote is not closed.',
      de: 'ein geöffnetes Anführungszeichen ist nicht geschlossen.',
      it: 'una virgoletta aperta non è chiusa.',
    },
    advice: {
      fr: 'Fermez le guillemet ou doublez-le s’il fait partie de la valeur ; puis importez de nouveau.',
      en: 'Close the quote, or double it where it belongs to the value; then import again.',
      de: 'Schließen Sie das Anführungszeichen, oder verdoppeln Sie es, wenn es zum Wert gehört; dann erneut importieren.',
      it: 'Chiudete la virgoletta, o raddoppiatela se fa parte del valore; poi importate di nuovo.',
    },
  },
  'undecodable-bytes': {
    message: {
      fr: 'la ligne contient des octets illisibles[ en {encoding}].',
      en: 'the row contains bytes that cannot be read[ as {encoding}].',
      de: 'die Zeile enthält Bytes, die sich nicht lesen lassen[ als {encoding}].',
      it: 'la riga contiene byte illeggibili[ come {encoding}].',
    },
    advice: {
      fr: 'Enregistrez le fichier en UTF-8 à la source, puis importez-le de nouveau.',
      en: 'Save the file as UTF-8 at the source, then import it again.',
      de: 'Speichern Sie die Datei an der Quelle als UTF-8 und importieren Sie sie erneut.',
      it: 'Salvate il file in UTF-8 alla fonte, poi importatelo di nuovo.',
    },
  },
  'piled-marks': {
    message: {
      fr: 'une valeur de la ligne empile sur une lettre plus de signes qu’aucune langue n’en a.',
      en: 'a value of the row piles up more marks on one letter than any language has.',
      de: 'ein Wert der Zeile häuft auf einem Buchstaben mehr Zeichen an, als irgendeine Sprache kennt.',
      it: 'un valore della riga accumula su una lettera più segni di quanti ne abbia qualunque lingua.',
    },
    advice: resend,
  },
  'invalid-json': {
    message: {
      fr: 'l’élément n’est pas du JSON valide[ : {problem:problem}][ (clé « {key} »)][, octet {at:place}].',
      en: 'the element is not valid JSON[: {problem:problem}][ (key “{key}”)][, byte {at:place}].',
      de: 'das Element ist kein gültiges JSON[: {problem:problem}][ (Schlüssel „{key}“)][, Byte {at:place}].',
      it: 'l’elemento non è JSON valido[: {problem:problem}][ (chiave «{key}»)][, byte {at:place}].',
    },
    advice: resend,
  },
  'not-an-object': {
    message: {
      fr: 'l’élément n’est pas un objet JSON[ ({found:kind})].',
      en: 'the element is not a JSON object[ ({found:kind})].',
      de: 'das Element ist kein JSON-Objekt[ ({found:kind})].',
      it: 'l’elemento non è un oggetto JSON[ ({found:kind})].',
    },
    advice: resend,
  },
  'unsafe-key': {
    message: {
      fr: 'la clé[ « {key} »] n’est pas admise.',
      en: 'the key[ “{key}”] is not allowed.',
      de: 'der Schlüssel[ „{key}“] ist nicht zulässig.',
      it: 'la chiave[ «{key}»] non è ammessa.',
    },
    advice: {
      fr: 'Un tel nom sert à attaquer des programmes : demandez au fournisseur d’où il vient.',
      en: 'Such a name is used to attack programs: ask the supplier where it comes from.',
      de: 'Ein solcher Name dient Angriffen auf Programme: Fragen Sie den Lieferanten, woher er kommt.',
      it: 'Un nome simile serve ad attaccare programmi: chiedete al fornitore da dove viene.',
    },
  },
  'untypable-cell': {
    message: {
      fr: '[colonne « {column} » : ]la valeur[ « {value} »] ne peut pas être lue[ ; attendu : {expected:kind}].',
      en: '[column “{column}”: ]the value[ “{value}”] cannot be read[; expected: {expected:kind}].',
      de: '[Spalte „{column}“: ]der Wert[ „{value}“] ist nicht lesbar[; erwartet: {expected:kind}].',
      it: '[colonna «{column}»: ]il valore[ «{value}»] non è leggibile[; atteso: {expected:kind}].',
    },
    advice: resend,
  },
  'missing-required': {
    message: {
      fr: 'la valeur obligatoire[ de la colonne « {column} »] manque.',
      en: 'the required value[ of column “{column}”] is missing.',
      de: 'der Pflichtwert[ der Spalte „{column}“] fehlt.',
      it: 'il valore obbligatorio[ della colonna «{column}»] manca.',
    },
    advice: resend,
  },
  'missing-key': {
    message: {
      fr: 'la ligne n’a pas de clé[ (colonne « {column} »)] : on ne sait pas quel élément elle décrit.',
      en: 'the row has no key[ (column “{column}”)]: nobody can tell which record it states.',
      de: 'die Zeile hat keinen Schlüssel[ (Spalte „{column}“)]: Es ist unklar, welchen Datensatz sie beschreibt.',
      it: 'la riga non ha chiave[ (colonna «{column}»)]: non si sa quale elemento descrive.',
    },
    advice: resend,
  },
  'too-many-statements': {
    message: {
      fr: 'trop de lignes décrivent différemment le même élément[ ; {limit:number} d’entre elles sont gardées, celle-ci non].',
      en: 'too many rows state the same record differently[; {limit:number} of them are kept, this one is not].',
      de: 'zu viele Zeilen beschreiben denselben Datensatz verschieden[; {limit:number} davon werden behalten, diese nicht].',
      it: 'troppe righe descrivono in modo diverso lo stesso elemento[; {limit:number} di esse sono conservate, questa no].',
    },
    advice: {
      fr: 'Vérifiez la clé naturelle de la source : elle ne désigne sans doute pas un seul élément. Sinon, ne laissez dans le fichier que les lignes qui comptent.',
      en: 'Check the natural key of the source: it probably does not name one record alone. Otherwise leave only the rows that count in the file.',
      de: 'Prüfen Sie den natürlichen Schlüssel der Quelle: Er bezeichnet wohl nicht genau einen Datensatz. Sonst lassen Sie nur die Zeilen in der Datei, auf die es ankommt.',
      it: 'Verificate la chiave naturale della fonte: probabilmente non indica un solo elemento. Altrimenti lasciate nel file solo le righe che contano.',
    },
  },
  'no-consent': {
    message: {
      fr: 'la personne n’a pas consenti : rien de cette ligne n’a été repris.',
      en: 'the person has not consented: nothing of this row was taken over.',
      de: 'die Person hat nicht eingewilligt: Von dieser Zeile wurde nichts übernommen.',
      it: 'la persona non ha dato il consenso: nulla di questa riga è stato ripreso.',
    },
    advice: {
      fr: 'Recueillez le consentement, puis importez de nouveau ; sinon laissez la ligne de côté.',
      en: 'Obtain the consent and import again; otherwise leave the row aside.',
      de: 'Holen Sie die Einwilligung ein und importieren Sie erneut; sonst lassen Sie die Zeile beiseite.',
      it: 'Raccogliete il consenso e importate di nuovo; altrimenti lasciate da parte la riga.',
    },
  },
};

/** For a reason that a newer release wrote. */
export const anyReason: Words = {
  message: {
    fr: 'la ligne a été mise de côté ({reason}).',
    en: 'the row was set aside ({reason}).',
    de: 'die Zeile wurde beiseitegelegt ({reason}).',
    it: 'la riga è stata messa da parte ({reason}).',
  },
  advice: resend,
};
