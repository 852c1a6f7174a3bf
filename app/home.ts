/** The page at `/`: what was imported, and how the records stand, as the read model has it at this moment. */

import type { RecordType } from '../domain/contracts/contract.ts';
import { contracts } from '../domain/contracts/index.ts';
import type { Language, Localised } from '../domain/language.ts';
import { countRecordsByStatus, type StatusCounts } from '../projections/queries/counts.ts';
import { type ImportRow, imports } from '../projections/queries/imports.ts';
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
  about: {
    fr: 'Ce qui a été importé, ce qui est publié, et ce qui attend une décision.',
    en: 'What was imported, what is published, and what waits for a decision.',
    de: 'Was importiert wurde, was veröffentlicht ist und was auf eine Entscheidung wartet.',
    it: 'Che cosa è stato importato, che cosa è pubblicato e che cosa attende una decisione.',
  },
  records: { fr: 'Enregistrements', en: 'Records', de: 'Datensätze', it: 'Record' },
  type: { fr: 'Type', en: 'Type', de: 'Typ', it: 'Tipo' },
  published: { fr: 'Publiés', en: 'Published', de: 'Veröffentlicht', it: 'Pubblicati' },
  open: { fr: 'En attente', en: 'Waiting', de: 'Wartend', it: 'In attesa' },
  rejected: { fr: 'Rejetés', en: 'Rejected', de: 'Abgelehnt', it: 'Respinti' },
  imports: { fr: 'Imports', en: 'Imports', de: 'Importe', it: 'Importazioni' },
  source: { fr: 'Source', en: 'Source', de: 'Quelle', it: 'Fonte' },
  status: { fr: 'État', en: 'Status', de: 'Stand', it: 'Stato' },
  begun: { fr: 'Début (UTC)', en: 'Started (UTC)', de: 'Beginn (UTC)', it: 'Inizio (UTC)' },
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

const statusesShown = ['published', 'open', 'rejected'] as const;
const outcomes = ['read', 'new', 'revised', 'unchanged', 'duplicate', 'conflicting', 'quarantined'] as const;

export async function home(system: System | undefined, language: Language): Promise<Page> {
  const title = words.title[language];
  if (!system) return { title, main: html`<p class="lead">${words.starting[language]}</p>` };
  const [counts, runs] = await Promise.all([
    countRecordsByStatus(system.readModel),
    imports(system.readModel, { limit: shown }),
  ]);
  const say = (name: keyof typeof words): string => words[name][language];
  return {
    title,
    main: html`<p class="lead">${say('about')}</p>
${figures(counts, language)}
${recordsTable(counts, language)}
${runs.length === 0 ? html`<p class="empty">${say('none')}</p>` : importsTable(runs, language)}`,
  };
}

type Counts = Readonly<Record<RecordType, StatusCounts>>;

/** What there is of everything. */
function figures(counts: Counts, language: Language): Html {
  const number = new Intl.NumberFormat(language);
  const shownFigures = statusesShown.map((status) => {
    const sum = Object.values(counts).reduce((total, of) => total + of[status], 0);
    return html`<div><dt>${words[status][language]}</dt><dd${tone(status, sum)}>${number.format(sum)}</dd></div>`;
  });
  return html`<dl class="figures">${shownFigures}</dl>`;
}

function recordsTable(counts: Counts, language: Language): Html {
  const rows = Object.entries(counts).map(
    ([type, of]) =>
      html`<tr><th scope="row">${contracts[type as RecordType].labels[language]}</th>${statusesShown.map((status) => cell(of[status], language, status))}</tr>`,
  );
  return table('records', ['type'], statusesShown, rows, language);
}

function importsTable(runs: readonly ImportRow[], language: Language): Html {
  const time = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  const rows = runs.map(({ source, status, startedAt, counts }) => {
    const begun = startedAt === null ? '' : time.format(new Date(startedAt));
    const cells = outcomes.map((outcome) => cell(counts[outcome], language, outcome));
    return html`<tr><th scope="row">${source}</th><td${tone(status, 1)}>${statuses[status]?.[language] ?? status}</td><td>${begun}</td>${cells}</tr>`;
  });
  return table('imports', ['source', 'status', 'begun'], outcomes, rows, language);
}

type Word = keyof typeof words;

/** A table in a region of its own, so that it scrolls there and not the page. */
function table(
  name: Word,
  texts: readonly Word[],
  numbers: readonly Word[],
  rows: readonly Html[],
  language: Language,
): Html {
  const head = [
    ...texts.map((word) => html`<th scope="col">${words[word][language]}</th>`),
    ...numbers.map((word) => html`<th scope="col" class="number">${words[word][language]}</th>`),
  ];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words[name][language]}"><table><caption><h2>${words[name][language]}</h2></caption>
<thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

const cell = (value: number, language: Language, what: string): Html => {
  const attention = value > 0 ? tones[what] : 'zero';
  return html`<td class="number${attention ? ` ${attention}` : ''}">${new Intl.NumberFormat(language).format(value)}</td>`;
};

/** What asks for people steps forward; colour only repeats what the column says. */
const tones: Readonly<Record<string, string>> = {
  open: 'waiting',
  conflicting: 'waiting',
  quarantined: 'waiting',
  failed: 'failed',
};

/** The class attribute of a figure. */
const tone = (what: string, value: number): Html => {
  const name = value > 0 ? tones[what] : undefined;
  return { markup: name ? ` class="${name}"` : '' };
};
