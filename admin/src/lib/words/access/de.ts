import type { access as french } from './fr.ts';

/** Texts of the access log in German. */
export const access: typeof french = {
  access: {
    lead: 'Wem Personen im Klartext gezeigt wurden, welche und wozu. Jede Person steht unter ihrem Pseudonym.',
    none: 'Kein Zugriff passt dazu',
    noneAdvice:
      'Nehmen Sie einen Filter weg, oder warten Sie: Jeder Zugriff im Klartext wird hier vermerkt, bevor etwas gezeigt wird.',
    caption: 'Zugriffe, der letzte zuerst',
    when: 'Wann',
    who: 'Wer',
    person: 'Person',
    what: 'Was gezeigt wurde',
    purpose: 'Zweck',
    everybody: 'Alle',
    of: 'Pseudonym der Person',
    ofHint: 'Wie es auf einem Datensatz oder in einem Export steht.',
    from: 'Vom',
    to: 'Bis zum',
    dayHint: 'Tag in UTC, eingeschlossen.',
    show: 'Filtern',
    clear: 'Alle Filter wegnehmen',
    noOne: 'mehrere, oder niemand im Besonderen',
    record: '{type}: ein Datensatz',
    exportOf: 'Export: {type}',
    published: 'Liste der veröffentlichten: {type}',
    events: 'Ereignisse des Protokolls',
    operator: 'Befehlszeile, ohne Konto',
    account: 'Konto {id}',
    you: 'Sie',
    ofRecord: 'Wem diese Person im Klartext gezeigt wurde',
    onlyRecord: 'Nur ein Datensatz: {id}',
    purposes: { queue: 'Arbeit an der Warteschlange', 'command line': 'Befehlszeile' },
    wrong: {
      subject: 'Geben Sie das ganze Pseudonym an, zum Beispiel 0c2f1c5d-5f2b-5b2c-9d0a-6f6e7b1f3a44.',
      day: 'Geben Sie einen Tag wie 2026-01-31 an.',
      order: 'Der letzte Tag liegt vor dem ersten: Tauschen Sie sie.',
    },
  },
};
