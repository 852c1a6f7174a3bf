/** Rules for every record type: repaired cells (G3, G5, G8), conflicting rows (G11), missing values (M1), suspended corrections (C1). */
import type { Localised } from '../language.ts';
import type { RepairName } from '../source/definition.ts';
import { mappedFields } from './operands.ts';
import { defineRule, type Rule } from './rule.ts';

/** Says that the source's row was repaired: information, since the repair is unambiguous. */
function repairRule(id: string, repair: RepairName, citation: string, message: Localised, advice: Localised): Rule {
  return defineRule({
    id,
    version: 1,
    recordTypes: 'all',
    dimension: 'validity',
    severities: ['info'],
    operands: [],
    source: citation,
    params: { repair },
    appliesTo: (source) => source.repairs.some((declared) => declared.repair === repair),
    judge: (subject, params) => (subject.repairs.includes(params.repair) ? { severity: 'info' } : 'pass'),
    message,
    advice,
  });
}

export const g3 = repairRule(
  'G3',
  'escaped-prefix',
  'ASCII control characters do not belong in values; written out as \\t or \\n they are debris of an export',
  {
    fr: 'Une valeur commençait par les deux caractères « \\t » ou « \\n » : ils ont été retirés avant lecture.',
    en: 'A value began with the two characters “\\t” or “\\n”: they were removed before reading it.',
    de: 'Ein Wert begann mit den zwei Zeichen „\\t“ oder „\\n“: Sie wurden vor dem Lesen entfernt.',
    it: 'Un valore iniziava con i due caratteri «\\t» o «\\n»: sono stati tolti prima della lettura.',
  },
  {
    fr: 'Rien à faire ; signalez-le au fournisseur si cela se répète.',
    en: 'Nothing to do; tell the supplier if it keeps happening.',
    de: 'Nichts zu tun; melden Sie es dem Lieferanten, wenn es sich wiederholt.',
    it: 'Niente da fare; segnalatelo al fornitore se si ripete.',
  },
);

export const g5 = repairRule(
  'G5',
  'cyrillic-degree',
  'Unicode Technical Standard 39: letters of two scripts within one word are suspect; «в°» is «°» decoded wrongly',
  {
    fr: 'Un texte mêlait deux écritures (un « в » cyrillique devant « ° ») : le signe étranger a été retiré.',
    en: 'A text mixed two scripts (a Cyrillic “в” before “°”): the foreign letter was removed.',
    de: 'Ein Text mischte zwei Schriften (ein kyrillisches „в“ vor „°“): Der fremde Buchstabe wurde entfernt.',
    it: 'Un testo mescolava due scritture (una «в» cirillica davanti a «°»): la lettera estranea è stata tolta.',
  },
  {
    fr: 'Rien à faire ; le nom réparé est affiché, l’original reste consultable.',
    en: 'Nothing to do; the repaired name is shown, the original stays on record.',
    de: 'Nichts zu tun; der reparierte Name wird gezeigt, das Original bleibt nachlesbar.',
    it: 'Niente da fare; si mostra il nome riparato, l’originale resta consultabile.',
  },
);

export const g8 = repairRule(
  'G8',
  'ragged-join',
  'RFC 4180, section 2: every row has as many fields as the header; a comma in a value needs quotes',
  {
    fr: 'La ligne avait une colonne de trop, à cause d’une virgule sans guillemets : les deux morceaux ont été réunis.',
    en: 'The row had one column too many, because of a comma without quotes: the two pieces were joined.',
    de: 'Die Zeile hatte eine Spalte zu viel, wegen eines Kommas ohne Anführungszeichen: Die zwei Teile wurden verbunden.',
    it: 'La riga aveva una colonna di troppo, per una virgola senza virgolette: i due pezzi sono stati riuniti.',
  },
  {
    fr: 'Rien à faire ; vérifiez le nom si vous avez un doute.',
    en: 'Nothing to do; look at the name if in doubt.',
    de: 'Nichts zu tun; prüfen Sie im Zweifel den Namen.',
    it: 'Niente da fare; controllate il nome in caso di dubbio.',
  },
);

/** One file states one key with different values: nobody but a person can say which is right. */
export const g11 = defineRule({
  id: 'G11',
  version: 1,
  recordTypes: 'all',
  dimension: 'uniqueness',
  severities: ['error'],
  operands: [],
  source: 'A natural key names one record: within one file it has one set of values',
  params: {},
  appliesTo: (source) => source.naturalKey.length > 0,
  judge: (subject) => (subject.conflicting ? { severity: 'error' } : 'pass'),
  message: {
    fr: 'Le fichier décrit cet élément plusieurs fois, avec des valeurs différentes.',
    en: 'The file states this record more than once, with different values.',
    de: 'Die Datei beschreibt diesen Datensatz mehrmals, mit verschiedenen Werten.',
    it: 'Il file descrive questo elemento più volte, con valori diversi.',
  },
  advice: {
    fr: 'Comparez les lignes et choisissez celle qui est juste, ou corrigez puis approuvez.',
    en: 'Compare the rows and choose the right one, or correct and approve.',
    de: 'Vergleichen Sie die Zeilen und wählen Sie die richtige, oder korrigieren Sie und geben Sie frei.',
    it: 'Confrontate le righe e scegliete quella giusta, oppure correggete e approvate.',
  },
});

/** Fields that the source has and this record has not: one finding a record names them all. */
export const m1 = defineRule<object, { fields: readonly string[] }>({
  id: 'M1',
  version: 1,
  recordTypes: 'all',
  dimension: 'completeness',
  severities: ['info'],
  operands: [],
  source: 'ISO/IEC 25012, completeness: 1 − missing / expected, where the source’s own columns say what is expected',
  params: {},
  bind(_params, source, contract) {
    const fields = mappedFields(source).filter((field) => contract.fields[field]?.required !== true);
    return [{ fields, params: { fields } }];
  },
  judge({ values, qualifiers }, { fields }) {
    let missing: string[] | undefined;
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i]!;
      if (values[field] !== undefined || qualifiers[field] !== undefined) continue;
      missing ??= [];
      missing.push(field);
    }
    return missing === undefined ? 'pass' : { severity: 'info', params: { fields: missing } };
  },
  message: {
    fr: 'Non renseigné : {fields:fields}.',
    en: 'Not given: {fields:fields}.',
    de: 'Nicht angegeben: {fields:fields}.',
    it: 'Non indicato: {fields:fields}.',
  },
  advice: {
    fr: 'Complétez la valeur si vous la connaissez ; sinon elle reste vide et n’entre dans aucun calcul.',
    en: 'Add the value if you know it; otherwise it stays empty and enters no computation.',
    de: 'Ergänzen Sie den Wert, wenn Sie ihn kennen; sonst bleibt er leer und geht in keine Berechnung ein.',
    it: 'Aggiungete il valore se lo conoscete; altrimenti resta vuoto e non entra in alcun calcolo.',
  },
});

/**
 * A correction no longer finds the value that it replaces, because the source states another one. The record's fold finds
 * this; the rule stands here for its severity and its words.
 */
export const c1 = defineRule({
  id: 'C1',
  version: 1,
  recordTypes: 'all',
  dimension: 'consistency',
  severities: ['error'],
  operands: [],
  source: 'A correction holds for the value that its author saw',
  params: {},
  judge: () => undefined,
  message: {
    fr: 'Une correction de {field:field} attend : la source a changé la valeur que son auteur avait vue.',
    en: 'A correction of {field:field} is suspended: the source has changed the value that its author saw.',
    de: 'Eine Korrektur von {field:field} ruht: Die Quelle hat den Wert geändert, den ihr Autor gesehen hatte.',
    it: 'Una correzione di {field:field} è sospesa: la fonte ha cambiato il valore che il suo autore aveva visto.',
  },
  advice: {
    fr: 'Comparez la nouvelle valeur avec la correction, puis corrigez de nouveau ou annulez l’ancienne correction.',
    en: 'Compare the new value with the correction, then correct again or undo the old correction.',
    de: 'Vergleichen Sie den neuen Wert mit der Korrektur; korrigieren Sie neu oder nehmen Sie die alte Korrektur zurück.',
    it: 'Confrontate il nuovo valore con la correzione, poi correggete di nuovo o annullate la vecchia correzione.',
  },
});

export const genericRules = [g3, g5, g8, g11, m1] as const;
