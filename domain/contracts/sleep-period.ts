/** A person's sleep, counted to one local day. About a person. A day has at most 25 hours; naps may be counted in. */
import { localised } from '../language.ts';
import type { Contract } from './contract.ts';
import { integer, number, ofPerson } from './fields.ts';
import { localDate, personKey } from './person-fields.ts';

export const sleepPeriod: Contract = {
  type: 'sleep_period',
  version: 1,
  labels: localised('Sommeil', 'Sleep period', 'Schlaf', 'Periodo di sonno'),
  personal: true,
  fields: ofPerson({
    person_key: personKey,
    local_date: localDate,
    sleep_records: integer(
      ['Périodes enregistrées', 'Recorded periods', 'Aufgezeichnete Abschnitte', 'Periodi registrati'],
      'count',
      0,
      1_500,
    ),
    asleep_min: number(['Temps endormi', 'Time asleep', 'Schlafzeit', 'Tempo di sonno'], 'min', 0, 1_500),
    in_bed_min: number(['Temps au lit', 'Time in bed', 'Zeit im Bett', 'Tempo a letto'], 'min', 0, 1_500),
  }),
  derivations: [],
};
