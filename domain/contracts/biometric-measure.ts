/** One weighing, at an instant. About a person. */
import { localised } from '../language.ts';
import type { Contract } from './contract.ts';
import { instant, ofPerson, required, text, yesNo } from './fields.ts';
import { bmiStated, bodyFatPercent, personKey, weightKg } from './person-fields.ts';

export const biometricMeasure: Contract = {
  type: 'biometric_measure',
  version: 1,
  labels: localised('Mesure biométrique', 'Biometric measure', 'Biometrische Messung', 'Misura biometrica'),
  personal: true,
  fields: ofPerson({
    person_key: personKey,
    measured_at: required(instant(['Mesuré le', 'Measured at', 'Gemessen am', 'Misurato il'])),
    weight_kg: weightKg,
    body_fat_percent: bodyFatPercent,
    bmi_stated: bmiStated,
    manual: yesNo(['Saisi à la main', 'Entered by hand', 'Von Hand eingegeben', 'Inserito a mano']),
    log_id: text(['Identifiant du relevé', 'Log id', 'Protokollkennung', 'Identificativo del rilievo'], 50),
  }),
  derivations: [],
};
