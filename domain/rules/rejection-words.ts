/** The words for files that are refused as a whole, by code: nothing of them is taken over. */
import type { Localised } from '../language.ts';
import type { Words } from './quarantine-words.ts';

const rightFile: Localised = {
  fr: 'Vérifiez que c’est le bon fichier pour cette source, puis recommencez : rien n’a été importé.',
  en: 'Check that this is the right file for this source, then try again: nothing was imported.',
  de: 'Prüfen Sie, ob es die richtige Datei für diese Quelle ist, und versuchen Sie es erneut: Es wurde nichts importiert.',
  it: 'Verificate che sia il file giusto per questa fonte, poi riprovate: nulla è stato importato.',
};
const asXlsx: Localised = {
  fr: 'Enregistrez le classeur au format XLSX, sans mot de passe ni macro, puis recommencez : rien n’a été importé.',
  en: 'Save the workbook as XLSX, without password or macros, and try again: nothing was imported.',
  de: 'Speichern Sie die Arbeitsmappe als XLSX ohne Kennwort und Makros und versuchen Sie es erneut: Es wurde nichts importiert.',
  it: 'Salvate la cartella di lavoro in XLSX, senza password né macro, e riprovate: nulla è stato importato.',
};
const otherHeader: Localised = {
  fr: 'Corrigez l’en-tête du fichier, ou demandez que la source apprenne ce nom de colonne : rien n’a été importé.',
  en: 'Correct the header of the file, or have the source learn this column name: nothing was imported.',
  de: 'Korrigieren Sie die Kopfzeile, oder lassen Sie die Quelle diesen Spaltennamen lernen: Es wurde nichts importiert.',
  it: 'Correggete l’intestazione del file, o fate imparare alla fonte questo nome di colonna: nulla è stato importato.',
};
const smaller: Localised = {
  fr: 'Partagez le fichier en plusieurs, puis importez-les l’un après l’autre : rien n’a été importé.',
  en: 'Split the file and import the parts one after the other: nothing was imported.',
  de: 'Teilen Sie die Datei und importieren Sie die Teile nacheinander: Es wurde nichts importiert.',
  it: 'Dividete il file e importate le parti una dopo l’altra: nulla è stato importato.',
};
/** For files that no honest program writes so: the same data in the plainest form are read at any size. */
const simpler: Localised = {
  fr: 'Enregistrez les mêmes données en CSV, ou dans un classeur neuf qui n’a que cette feuille, puis recommencez : rien n’a été importé.',
  en: 'Save the same data as CSV, or in a new workbook with this sheet alone, and try again: nothing was imported.',
  de: 'Speichern Sie dieselben Daten als CSV oder in einer neuen Arbeitsmappe nur mit diesem Blatt, und versuchen Sie es erneut: Es wurde nichts importiert.',
  it: 'Salvate gli stessi dati in CSV, o in una nuova cartella di lavoro con questo solo foglio, e riprovate: nulla è stato importato.',
};
const sentAgain: Localised = {
  fr: 'Envoyez de nouveau le fichier d’origine pour cette source : il reprendra sa place, et l’import continuera.',
  en: 'Send the original file again for this source: it takes its old place, and the import goes on.',
  de: 'Senden Sie die Originaldatei noch einmal für diese Quelle: Sie nimmt ihren Platz wieder ein, und der Import geht weiter.',
  it: 'Inviate di nuovo il file originale per questa fonte: riprenderà il suo posto e l’importazione continuerà.',
};

/** Nothing is wrong with the file, or nothing more: what its import comes to is decided. */
const nothingTaken: Localised = {
  fr: 'Rien n’en a été repris ; ce qui était publié le reste.',
  en: 'Nothing of it was taken over; what was published stays so.',
  de: 'Nichts daraus wurde übernommen; Veröffentlichtes bleibt, wie es war.',
  it: 'Nulla ne è stato ripreso; ciò che era pubblicato resta tale.',
};
const maySendAgain: Localised = {
  fr: 'Rien n’en a été repris : le même fichier peut être envoyé de nouveau, ou un autre.',
  en: 'Nothing of it was taken over: the same file may be sent again, or another.',
  de: 'Nichts daraus wurde übernommen: Dieselbe Datei kann erneut gesendet werden, oder eine andere.',
  it: 'Nulla ne è stato ripreso: lo stesso file può essere inviato di nuovo, o un altro.',
};

export const rejectionWords: Readonly<Record<string, Words>> = {
  'empty-file': {
    message: {
      fr: 'le fichier ne contient aucune donnée.',
      en: 'the file contains no data.',
      de: 'die Datei enthält keine Daten.',
      it: 'il file non contiene dati.',
    },
    advice: rightFile,
  },
  'header-too-large': {
    message: {
      fr: 'les noms des colonnes prennent trop de place[ : {bytes:number} octets, au plus {limit:number} sont gardés].',
      en: 'the names of the columns take too much room[: {bytes:number} bytes, at most {limit:number} are kept].',
      de: 'die Spaltennamen brauchen zu viel Platz[: {bytes:number} Byte, höchstens {limit:number} werden behalten].',
      it: 'i nomi delle colonne occupano troppo spazio[: {bytes:number} byte, se ne conservano al massimo {limit:number}].',
    },
    advice: otherHeader,
  },
  'not-csv': {
    message: {
      fr: 'le fichier ne peut pas être lu comme CSV[ : il s’agit de {found}].',
      en: 'the file cannot be read as CSV[: it is {found}].',
      de: 'die Datei ist nicht als CSV lesbar[: es ist {found}].',
      it: 'il file non è leggibile come CSV[: si tratta di {found}].',
    },
    advice: rightFile,
  },
  'not-json': {
    message: {
      fr: 'le fichier ne peut pas être lu comme JSON[ (octet {at:place})].',
      en: 'the file cannot be read as JSON[ (byte {at:place})].',
      de: 'die Datei ist nicht als JSON lesbar[ (Byte {at:place})].',
      it: 'il file non è leggibile come JSON[ (byte {at:place})].',
    },
    advice: rightFile,
  },
  'not-xlsx': {
    message: {
      fr: 'le fichier ne peut pas être lu comme classeur XLSX[ : il s’agit de {found}].',
      en: 'the file cannot be read as an XLSX workbook[: it is {found}].',
      de: 'die Datei ist nicht als XLSX-Arbeitsmappe lesbar[: es ist {found}].',
      it: 'il file non è leggibile come cartella XLSX[: si tratta di {found}].',
    },
    advice: asXlsx,
  },
  'wrong-header': {
    message: {
      fr: 'l’en-tête n’est pas celui de la source[ ; colonnes manquantes : {missing:list}][ ; colonnes inconnues : {unknown:list}].',
      en: 'the header is not that of the source[; missing columns: {missing:list}][; unknown columns: {unknown:list}].',
      de: 'die Kopfzeile ist nicht die der Quelle[; fehlende Spalten: {missing:list}][; unbekannte Spalten: {unknown:list}].',
      it: 'l’intestazione non è quella della fonte[; colonne mancanti: {missing:list}][; colonne sconosciute: {unknown:list}].',
    },
    advice: otherHeader,
  },
  'duplicate-column': {
    message: {
      fr: 'la colonne[ « {column} »] figure deux fois dans l’en-tête.',
      en: 'the column[ “{column}”] occurs twice in the header.',
      de: 'die Spalte[ „{column}“] steht zweimal in der Kopfzeile.',
      it: 'la colonna[ «{column}»] compare due volte nell’intestazione.',
    },
    advice: otherHeader,
  },
  'unsafe-column': {
    message: {
      fr: 'le nom de colonne[ « {column} »] n’est pas admis.',
      en: 'the column name[ “{column}”] is not allowed.',
      de: 'der Spaltenname[ „{column}“] ist nicht zulässig.',
      it: 'il nome di colonna[ «{column}»] non è ammesso.',
    },
    advice: {
      fr: 'Un tel nom sert à attaquer des programmes : demandez au fournisseur d’où il vient. Rien n’a été importé.',
      en: 'Such a name is used to attack programs: ask the supplier where it comes from. Nothing was imported.',
      de: 'Ein solcher Name dient Angriffen auf Programme: Fragen Sie den Lieferanten. Es wurde nichts importiert.',
      it: 'Un nome simile serve ad attaccare programmi: chiedete al fornitore. Nulla è stato importato.',
    },
  },
  'too-many-columns': {
    message: {
      fr: 'le fichier a trop de colonnes[ ({columns:number}, au plus {limit:number})].',
      en: 'the file has too many columns[ ({columns:number}, at most {limit:number})].',
      de: 'die Datei hat zu viele Spalten[ ({columns:number}, höchstens {limit:number})].',
      it: 'il file ha troppe colonne[ ({columns:number}, al massimo {limit:number})].',
    },
    advice: rightFile,
  },
  'no-such-sheet': {
    message: {
      fr: 'le classeur n’a pas de feuille[ « {sheet} »][ ; il contient : {sheets:list}].',
      en: 'the workbook has no sheet[ “{sheet}”][; it contains: {sheets:list}].',
      de: 'die Arbeitsmappe hat kein Blatt[ „{sheet}“][; sie enthält: {sheets:list}].',
      it: 'la cartella di lavoro non ha il foglio[ «{sheet}»][; contiene: {sheets:list}].',
    },
    advice: rightFile,
  },
  'too-large': {
    message: {
      fr: 'le fichier est trop grand[ (limite : {limit:number} octets)].',
      en: 'the file is too large[ (limit: {limit:number} bytes)].',
      de: 'die Datei ist zu groß[ (Grenze: {limit:number} Byte)].',
      it: 'il file è troppo grande[ (limite: {limit:number} byte)].',
    },
    advice: smaller,
  },
  'zip-bomb': {
    message: {
      fr: 'le classeur se déploie bien au-delà de sa taille[ (limite : {limit:number})] : il a été refusé par prudence.',
      en: 'the workbook unpacks to far more than its size[ (limit: {limit:number})]: it was refused for safety.',
      de: 'die Arbeitsmappe entpackt sich weit über ihre Größe hinaus[ (Grenze: {limit:number})]: Sie wurde vorsorglich abgelehnt.',
      it: 'la cartella di lavoro si espande ben oltre la sua dimensione[ (limite: {limit:number})]: rifiutata per prudenza.',
    },
    advice: {
      fr: 'Demandez au fournisseur les mêmes données en CSV, ou dans un classeur sans mise en forme : rien n’a été importé.',
      en: 'Ask the supplier for the same data as CSV, or in a workbook without formatting: nothing was imported.',
      de: 'Bitten Sie den Lieferanten um dieselben Daten als CSV oder ohne Formatierung: Es wurde nichts importiert.',
      it: 'Chiedete al fornitore gli stessi dati in CSV o in una cartella senza formattazione: nulla è stato importato.',
    },
  },
  'too-many-sheets': {
    message: {
      fr: 'le classeur a trop de feuilles[ (au plus {limit:number})] : il a été refusé par prudence.',
      en: 'the workbook has too many sheets[ (at most {limit:number})]: it was refused for safety.',
      de: 'die Arbeitsmappe hat zu viele Blätter[ (höchstens {limit:number})]: Sie wurde vorsorglich abgelehnt.',
      it: 'la cartella di lavoro ha troppi fogli[ (al massimo {limit:number})]: rifiutata per prudenza.',
    },
    advice: simpler,
  },
  'too-many-relations': {
    message: {
      fr: 'le classeur renvoie à trop d’autres parties[ (au plus {limit:number})] : il a été refusé par prudence.',
      en: 'the workbook refers to too many other parts[ (at most {limit:number})]: it was refused for safety.',
      de: 'die Arbeitsmappe verweist auf zu viele andere Teile[ (höchstens {limit:number})]: Sie wurde vorsorglich abgelehnt.',
      it: 'la cartella di lavoro rimanda a troppe altre parti[ (al massimo {limit:number})]: rifiutata per prudenza.',
    },
    advice: simpler,
  },
  'too-many-styles': {
    message: {
      fr: 'le classeur a trop de mises en forme[ (au plus {limit:number})] : il a été refusé par prudence.',
      en: 'the workbook has too many styles[ (at most {limit:number})]: it was refused for safety.',
      de: 'die Arbeitsmappe hat zu viele Formatierungen[ (höchstens {limit:number})]: Sie wurde vorsorglich abgelehnt.',
      it: 'la cartella di lavoro ha troppi formati[ (al massimo {limit:number})]: rifiutata per prudenza.',
    },
    advice: simpler,
  },
  'too-many-texts': {
    message: {
      fr: 'le classeur a trop de textes différents[ (au plus {limit:number})].',
      en: 'the workbook has too many different texts[ (at most {limit:number})].',
      de: 'die Arbeitsmappe hat zu viele verschiedene Texte[ (höchstens {limit:number})].',
      it: 'la cartella di lavoro ha troppi testi diversi[ (al massimo {limit:number})].',
    },
    advice: simpler,
  },
  'too-many-elements': {
    message: {
      fr: 'une partie du classeur a trop d’éléments[ (au plus {limit:number})][ ; feuille « {sheet} »] : il a été refusé par prudence.',
      en: 'a part of the workbook has too many elements[ (at most {limit:number})][; sheet “{sheet}”]: it was refused for safety.',
      de: 'ein Teil der Arbeitsmappe hat zu viele Elemente[ (höchstens {limit:number})][; Blatt „{sheet}“]: Sie wurde vorsorglich abgelehnt.',
      it: 'una parte della cartella di lavoro ha troppi elementi[ (al massimo {limit:number})][; foglio «{sheet}»]: rifiutata per prudenza.',
    },
    advice: simpler,
  },
  'too-many-attributes': {
    message: {
      fr: 'un élément du classeur a trop d’attributs[ (au plus {limit:number})][ ; feuille « {sheet} »] : il a été refusé par prudence.',
      en: 'an element of the workbook has too many attributes[ (at most {limit:number})][; sheet “{sheet}”]: it was refused for safety.',
      de: 'ein Element der Arbeitsmappe hat zu viele Attribute[ (höchstens {limit:number})][; Blatt „{sheet}“]: Sie wurde vorsorglich abgelehnt.',
      it: 'un elemento della cartella di lavoro ha troppi attributi[ (al massimo {limit:number})][; foglio «{sheet}»]: rifiutata per prudenza.',
    },
    advice: simpler,
  },
  'too-deep': {
    message: {
      fr: 'le classeur emboîte trop d’éléments[ (au plus {limit:number})][ ; feuille « {sheet} »] : il a été refusé par prudence.',
      en: 'the workbook nests too many elements[ (at most {limit:number})][; sheet “{sheet}”]: it was refused for safety.',
      de: 'die Arbeitsmappe schachtelt zu viele Elemente[ (höchstens {limit:number})][; Blatt „{sheet}“]: Sie wurde vorsorglich abgelehnt.',
      it: 'la cartella di lavoro annida troppi elementi[ (al massimo {limit:number})][; foglio «{sheet}»]: rifiutata per prudenza.',
    },
    advice: simpler,
  },
  'open-quotes': {
    message: {
      fr: 'trop de guillemets du fichier ne sont pas fermés[ (jusqu’à la ligne {row:place})].',
      en: 'too many quotes of the file are not closed[ (up to row {row:place})].',
      de: 'zu viele Anführungszeichen der Datei sind nicht geschlossen[ (bis Zeile {row:place})].',
      it: 'troppe virgolette del file non sono chiuse[ (fino alla riga {row:place})].',
    },
    advice: {
      fr: 'Doublez les guillemets qui font partie d’une valeur, ou exportez sans guillemets, puis recommencez : rien n’a été importé.',
      en: 'Double the quotes that belong to a value, or export without quotes, and try again: nothing was imported.',
      de: 'Verdoppeln Sie Anführungszeichen, die zu einem Wert gehören, oder exportieren Sie ohne sie, und versuchen Sie es erneut: Es wurde nichts importiert.',
      it: 'Raddoppiate le virgolette che fanno parte di un valore, o esportate senza virgolette, e riprovate: nulla è stato importato.',
    },
  },
  'reading-takes-too-long': {
    message: {
      fr: 'la lecture du fichier demande trop de calcul[ (plus de {seconds:number} s)][ ; feuille « {sheet} »] : elle a été arrêtée par prudence.',
      en: 'reading the file takes too much computing[ (more than {seconds:number} s)][; sheet “{sheet}”]: it was stopped for safety.',
      de: 'das Lesen der Datei braucht zu viel Rechenzeit[ (mehr als {seconds:number} s)][; Blatt „{sheet}“]: Es wurde vorsorglich beendet.',
      it: 'la lettura del file richiede troppo calcolo[ (oltre {seconds:number} s)][; foglio «{sheet}»]: è stata fermata per prudenza.',
    },
    advice: simpler,
  },
  'reading-takes-too-much-memory': {
    message: {
      fr: 'la lecture du fichier demande trop de mémoire[ (plus de {mebibytes:number} Mio)][ ; feuille « {sheet} »] : elle a été arrêtée par prudence.',
      en: 'reading the file takes too much memory[ (more than {mebibytes:number} MiB)][; sheet “{sheet}”]: it was stopped for safety.',
      de: 'das Lesen der Datei braucht zu viel Speicher[ (mehr als {mebibytes:number} MiB)][; Blatt „{sheet}“]: Es wurde vorsorglich beendet.',
      it: 'la lettura del file richiede troppa memoria[ (oltre {mebibytes:number} MiB)][; foglio «{sheet}»]: è stata fermata per prudenza.',
    },
    advice: simpler,
  },
  encrypted: {
    message: {
      fr: 'le classeur est protégé par un mot de passe.',
      en: 'the workbook is protected by a password.',
      de: 'die Arbeitsmappe ist durch ein Kennwort geschützt.',
      it: 'la cartella di lavoro è protetta da una password.',
    },
    advice: asXlsx,
  },
  macros: {
    message: {
      fr: 'le classeur contient des macros.',
      en: 'the workbook contains macros.',
      de: 'die Arbeitsmappe enthält Makros.',
      it: 'la cartella di lavoro contiene macro.',
    },
    advice: asXlsx,
  },
  dtd: {
    message: {
      fr: 'le classeur contient une déclaration de type de document, qui n’est pas admise.',
      en: 'the workbook contains a document type declaration, which is not allowed.',
      de: 'die Arbeitsmappe enthält eine Dokumenttypdeklaration, die nicht zulässig ist.',
      it: 'la cartella di lavoro contiene una dichiarazione del tipo di documento, che non è ammessa.',
    },
    advice: asXlsx,
  },
  'original-changed': {
    message: {
      fr: 'le fichier conservé n’est plus celui qui a été reçu : son empreinte ne correspond plus. L’import est en pause.',
      en: 'the file that is kept is not the one that was received: its digest does not match any more. The import is paused.',
      de: 'die aufbewahrte Datei ist nicht mehr die, die empfangen wurde: Ihr Fingerabdruck stimmt nicht mehr. Der Import ist angehalten.',
      it: 'il file conservato non è più quello ricevuto: la sua impronta non corrisponde più. L’importazione è in pausa.',
    },
    advice: sentAgain,
  },
  'original-gone': {
    message: {
      fr: 'le fichier conservé a disparu, ou sa clé a été détruite. L’import est en pause.',
      en: 'the file that was kept is gone, or its key was destroyed. The import is paused.',
      de: 'die aufbewahrte Datei ist nicht mehr da, oder ihr Schlüssel wurde vernichtet. Der Import ist angehalten.',
      it: 'il file conservato non c’è più, o la sua chiave è stata distrutta. L’importazione è in pausa.',
    },
    advice: sentAgain,
  },
  rejected: {
    message: {
      fr: 'l’import a été rejeté pendant qu’il attendait une décision[ : {reason}].',
      en: 'the import was rejected while it waited for a decision[: {reason}].',
      de: 'der Import wurde abgelehnt, während er auf eine Entscheidung wartete[: {reason}].',
      it: 'l’importazione è stata rifiutata mentre attendeva una decisione[: {reason}].',
    },
    advice: maySendAgain,
  },
  mapped: {
    message: {
      fr: 'les colonnes du fichier ont été associées, et il a été lu de nouveau[ par l’import {import}].',
      en: 'the columns of the file were mapped, and it was read anew[ by the import {import}].',
      de: 'die Spalten der Datei wurden zugeordnet, und sie wurde neu gelesen[ vom Import {import}].',
      it: 'le colonne del file sono state associate, ed è stato riletto[ dall’importazione {import}].',
    },
    advice: {
      fr: 'Il n’y a rien à faire ici : l’import qui suit dit ce qu’il en est advenu.',
      en: 'There is nothing to do here: the import that follows tells what came of it.',
      de: 'Hier ist nichts zu tun: Was daraus wurde, sagt der Import danach.',
      it: 'Qui non c’è nulla da fare: l’importazione seguente dice che cosa ne è stato.',
    },
  },
  superseded: {
    message: {
      fr: 'un envoi plus récent de la source a pris la place de l’import pendant qu’il attendait une décision.',
      en: 'a newer delivery of the source took the place of the import while it waited for a decision.',
      de: 'eine neuere Lieferung der Quelle trat an die Stelle des Imports, während er auf eine Entscheidung wartete.',
      it: 'un invio più recente della fonte ha preso il posto dell’importazione mentre attendeva una decisione.',
    },
    advice: nothingTaken,
  },
  'given-up': {
    message: {
      fr: 'l’import a été abandonné avant que rien n’en soit décidé[ : {reason}].',
      en: 'the import was given up before anything of it was decided[: {reason}].',
      de: 'der Import wurde aufgegeben, bevor etwas daraus entschieden war[: {reason}].',
      it: 'l’importazione è stata abbandonata prima che se ne decidesse qualcosa[: {reason}].',
    },
    advice: maySendAgain,
  },
};

/** For a code that a newer release wrote. */
export const anyRejection: Words = {
  message: {
    fr: 'le fichier a été refusé ({code}).',
    en: 'the file was refused ({code}).',
    de: 'die Datei wurde abgelehnt ({code}).',
    it: 'il file è stato rifiutato ({code}).',
  },
  advice: rightFile,
};
