/** Who a user of the applications is: identity, body, aims and subscription. About a person. */
import { localised } from '../language.ts';
import type { Contract } from './contract.ts';
import { date, identifying, ofPerson, oneOf, text } from './fields.ts';
import { activityLevel, ageYears, allergies, diets, heightM, personKey, sex, weightKg } from './person-fields.ts';

export const userProfile: Contract = {
  type: 'user_profile',
  version: 1,
  labels: localised('Profil', 'User profile', 'Benutzerprofil', 'Profilo utente'),
  personal: true,
  fields: ofPerson({
    person_key: personKey,
    given_name: identifying(text(['Prénom', 'Given name', 'Vorname', 'Nome'], 100)),
    family_name: identifying(text(['Nom', 'Family name', 'Nachname', 'Cognome'], 100)),
    email: identifying(text(['Adresse électronique', 'E-mail address', 'E-Mail-Adresse', 'Indirizzo e-mail'], 254)),
    birth_date: identifying(date(['Date de naissance', 'Date of birth', 'Geburtsdatum', 'Data di nascita'])),
    age_years: ageYears,
    sex,
    height_m: heightM,
    weight_kg: weightKg,
    target_weight_kg: {
      ...weightKg,
      labels: localised('Poids visé', 'Target weight', 'Zielgewicht', 'Peso obiettivo'),
    },
    goal: oneOf(['Objectif', 'Goal', 'Ziel', 'Obiettivo'], {
      lose_weight: ['Perdre du poids', 'Lose weight', 'Abnehmen', 'Perdere peso'],
      gain_muscle: ['Prendre du muscle', 'Gain muscle', 'Muskeln aufbauen', 'Aumentare la massa muscolare'],
      maintain: ['Rester en forme', 'Stay in shape', 'In Form bleiben', 'Mantenersi in forma'],
      improve_sleep: ['Mieux dormir', 'Sleep better', 'Besser schlafen', 'Dormire meglio'],
    }),
    plan: oneOf(['Abonnement', 'Plan', 'Abonnement', 'Abbonamento'], {
      free: ['Gratuit', 'Free', 'Kostenlos', 'Gratuito'],
      premium: ['Premium', 'Premium', 'Premium', 'Premium'],
      premium_plus: ['Premium+', 'Premium+', 'Premium+', 'Premium+'],
      b2b: ['Entreprise', 'Business', 'Unternehmen', 'Azienda'],
    }),
    activity_level: activityLevel,
    diets,
    allergies,
    /** ISO 3166-1 alpha-2 where the source has it. */
    country: text(['Pays', 'Country', 'Land', 'Paese'], 60),
  }),
  derivations: [],
};
