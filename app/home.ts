/** The page at `/`: what was imported, and how the records stand, as the read model has it at this moment. */

import type { RecordType } from '../domain/contracts/contract.ts';
import { contracts } from '../domain/contracts/index.ts';
import type { Language, Localised } from '../domain/language.ts';
import { countRecordsByStatus } from '../projections/queries/counts.ts';
import { imports } from '../projections/queries/imports.ts';
import { type Html, html, type Page } from './page.ts';
import type { System } from './system.ts';

/** Imports that the page shows, the latest first. */
const shown = 25;

const words = {
  title: { fr: 'Données', en: 'Data', de: 'Daten', it: 'Dati' },
  starting: {
    fr: 'Le système démarre : les chiffres arrivent dans un instant.',
    en: 'The system is starting: figures arrive in a moment.',
    de: 'Das System startet: Die Zahlen kommen gleich.',
    it: 'Il sistema si avvia: i dati arrivano tra un istante.',
  },
  records: { fr: 'Enregistrements', en: 'Records', de: 'Datensätze', it: 'Record' },
  type: { fr: 'Type', en: 'Type', de: 'Typ', it: 'Tipo' },
  published: { fr: 'Publiés', en: 'Published', de: 'Veröffentlicht', it: 'Pubblicati' },
  open: { fr: 'En attente', en: 'Waiting', de: 'Wartend', it: 'In attesa' },
  rejected: { fr: 'Rejetés', en: 'Rejected', de: 'Abgelehnt', it: 'Respinti' },
  imports: { fr: 'Imports', en: 'Imports', de: 'Importe', it: 'Importazioni' },
  source: { fr: 'Source', en: 'Source', de: 'Quelle', it: 'Fonte' },
  status: { fr: 'État', en: 'Status', de: 'Stand', it: 'Stato' },
  read: { fr: 'Lignes lues', en: 'Rows read', de: 'Gelesene Zeilen', it: 'Righe lette' },
  new: { fr: 'Nouvelles', en: 'New', de: 'Neu', it: 'Nuove' },
  revised: { fr: 'Révisées', en: 'Revised', de: 'Geändert', it: 'Modificate' },
  unchanged: { fr: 'Inchangées', en: 'Unchanged', de: 'Unverändert', it: 'Invariate' },
  duplicate: { fr: 'Doublons', en: 'Duplicate', de: 'Doppelt', it: 'Duplicate' },
  conflicting: { fr: 'Contradictoires', en: 'Conflicting', de: 'Widersprüchlich', it: 'Contraddittorie' },
  quarantined: { fr: 'En quarantaine', en: 'Quarantined', de: 'In Quarantäne', it: 'In quarantena' },
  none: {
    fr: 'Aucun import pour l’instant.',
    en: 'No import yet.',
    de: 'Noch kein Import.',
    it: 'Ancora nessuna importazione.',
  },
} as const satisfies Record<string, Localised>;

const statuses: Readonly<Record<string, Localised>> = {
  running: { fr: 'en cours', en: 'running', de: 'läuft', it: 'in corso' },
  paused: { fr: 'en pause', en: 'paused', de: 'angehalten', it: 'in pausa' },
  completed: { fr: 'terminé', en: 'completed', de: 'abgeschlossen', it: 'completata' },
  failed: { fr: 'échoué', en: 'failed', de: 'gescheitert', it: 'fallita' },
  withdrawing: { fr: 'en retrait', en: 'being withdrawn', de: 'wird zurückgezogen', it: 'in ritiro' },
  withdrawn: { fr: 'retiré', en: 'withdrawn', de: 'zurückgezogen', it: 'ritirata' },
};

const outcomes = ['read', 'new', 'revised', 'unchanged', 'duplicate', 'conflicting', 'quarantined'] as const;

export async function home(system: System | undefined, language: Language): Promise<Page> {
  const title = words.title[language];
  if (!system) return { title, main: html`<p>${words.starting[language]}</p>` };
  const [counts, runs] = await Promise.all([
    countRecordsByStatus(system.readModel),
    imports(system.readModel, { limit: shown }),
  ]);
  const number = new Intl.NumberFormat(language);
  const cells = (values: readonly number[]): Html[] =>
    values.map((value) => html`<td class="number">${number.format(value)}</td>`);
  const records = Object.entries(counts).map(
    ([type, { published, open, rejected }]) =>
      html`<tr><th scope="row">${contracts[type as RecordType].labels[language]}</th>${cells([published, open, rejected])}</tr>`,
  );
  const rows = runs.map(
    (run) =>
      html`<tr><th scope="row">${run.source}</th><td>${statuses[run.status]?.[language] ?? run.status}</td>${cells(outcomes.map((outcome) => run.counts[outcome]))}</tr>`,
  );
  const head = (names: readonly (keyof typeof words)[]): Html[] =>
    names.map((name) => html`<th scope="col">${words[name][language]}</th>`);
  const listed =
    rows.length === 0
      ? html`<p>${words.none[language]}</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="${words.imports[language]}"><table><caption>${words.imports[language]}</caption>
<thead><tr>${head(['source', 'status', ...outcomes])}</tr></thead><tbody>${rows}</tbody></table></div>`;
  return {
    title,
    main: html`<div class="scroll" tabindex="0" role="region" aria-label="${words.records[language]}"><table><caption>${words.records[language]}</caption>
<thead><tr>${head(['type', 'published', 'open', 'rejected'])}</tr></thead><tbody>${records}</tbody></table></div>
${listed}`,
  };
}
