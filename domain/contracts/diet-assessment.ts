/** What a diet consultation found of a patient, and what it recommended. About a person; health data. */
import { localised } from '../language.ts';
import type { Contract } from './contract.ts';
import { identifying, number, ofPerson, oneOf, required, text } from './fields.ts';
import { activityLevel, ageYears, bmi, bmiStated, heightM, sex, weightKg } from './person-fields.ts';

const none = ['Aucune', 'None', 'Keine', 'Nessuna'] as const;

export const dietAssessment: Contract = {
  type: 'diet_assessment',
  version: 1,
  labels: localised('Bilan diététique', 'Diet assessment', 'Ernährungsbefund', 'Valutazione dietetica'),
  personal: true,
  fields: ofPerson({
    patient_id: required(
      identifying(
        text(['Identifiant du patient', 'Patient id', 'Patientenkennung', 'Identificativo del paziente'], 100),
      ),
    ),
    age_years: ageYears,
    sex,
    weight_kg: weightKg,
    height_m: heightM,
    bmi_stated: bmiStated,
    bmi,
    disease: oneOf(['Maladie', 'Disease', 'Krankheit', 'Malattia'], {
      none,
      obesity: ['Obésité', 'Obesity', 'Adipositas', 'Obesità'],
      diabetes: ['Diabète', 'Diabetes', 'Diabetes', 'Diabete'],
      hypertension: ['Hypertension', 'Hypertension', 'Bluthochdruck', 'Ipertensione'],
    }),
    severity: oneOf(['Gravité', 'Severity', 'Schweregrad', 'Gravità'], {
      mild: ['Légère', 'Mild', 'Leicht', 'Lieve'],
      moderate: ['Modérée', 'Moderate', 'Mittel', 'Moderata'],
      severe: ['Sévère', 'Severe', 'Schwer', 'Grave'],
    }),
    activity_level: activityLevel,
    energy_intake_kcal_per_day: number(
      [
        'Apport énergétique quotidien',
        'Daily energy intake',
        'Tägliche Energiezufuhr',
        'Apporto energetico giornaliero',
      ],
      'kcal_per_day',
      0,
      100_000,
    ),
    /** Blood of pure lipid would hold less than 100 g in a decilitre. */
    cholesterol_mg_per_dl: number(
      ['Cholestérol sanguin', 'Blood cholesterol', 'Blutcholesterin', 'Colesterolo nel sangue'],
      'mg_per_dl',
      0,
      10_000,
    ),
    systolic_mmhg: number(
      ['Pression systolique', 'Systolic pressure', 'Systolischer Blutdruck', 'Pressione sistolica'],
      'mmhg',
      0,
      600,
    ),
    glucose_mg_per_dl: number(['Glycémie', 'Blood glucose', 'Blutzucker', 'Glicemia'], 'mg_per_dl', 0, 10_000),
    restrictions: oneOf(
      ['Restrictions alimentaires', 'Dietary restrictions', 'Ernährungseinschränkungen', 'Restrizioni alimentari'],
      {
        none,
        low_sodium: ['Pauvre en sel', 'Low sodium', 'Natriumarm', 'A basso contenuto di sodio'],
        low_sugar: ['Pauvre en sucres', 'Low sugar', 'Zuckerarm', 'A basso contenuto di zuccheri'],
      },
    ),
    /** The fourteen allergens of regulation (EU) 1169/2011, annex II. */
    allergies: oneOf(['Allergie', 'Allergy', 'Allergie', 'Allergia'], {
      none,
      gluten: ['Gluten', 'Gluten', 'Gluten', 'Glutine'],
      crustaceans: ['Crustacés', 'Crustaceans', 'Krebstiere', 'Crostacei'],
      eggs: ['Œufs', 'Eggs', 'Eier', 'Uova'],
      fish: ['Poissons', 'Fish', 'Fisch', 'Pesce'],
      peanuts: ['Arachides', 'Peanuts', 'Erdnüsse', 'Arachidi'],
      soya: ['Soja', 'Soya', 'Soja', 'Soia'],
      milk: ['Lait', 'Milk', 'Milch', 'Latte'],
      nuts: ['Fruits à coque', 'Nuts', 'Schalenfrüchte', 'Frutta a guscio'],
      celery: ['Céleri', 'Celery', 'Sellerie', 'Sedano'],
      mustard: ['Moutarde', 'Mustard', 'Senf', 'Senape'],
      sesame: ['Sésame', 'Sesame', 'Sesam', 'Sesamo'],
      sulphites: ['Sulfites', 'Sulphites', 'Sulfite', 'Solfiti'],
      lupin: ['Lupin', 'Lupin', 'Lupinen', 'Lupini'],
      molluscs: ['Mollusques', 'Molluscs', 'Weichtiere', 'Molluschi'],
    }),
    preferred_cuisine: oneOf(['Cuisine préférée', 'Preferred cuisine', 'Bevorzugte Küche', 'Cucina preferita'], {
      chinese: ['Chinoise', 'Chinese', 'Chinesisch', 'Cinese'],
      french: ['Française', 'French', 'Französisch', 'Francese'],
      indian: ['Indienne', 'Indian', 'Indisch', 'Indiana'],
      italian: ['Italienne', 'Italian', 'Italienisch', 'Italiana'],
      mexican: ['Mexicaine', 'Mexican', 'Mexikanisch', 'Messicana'],
      other: ['Autre', 'Other', 'Andere', 'Altra'],
    }),
    exercise_h_per_week: number(
      ['Exercice par semaine', 'Exercise a week', 'Bewegung pro Woche', 'Esercizio a settimana'],
      'h_per_week',
      0,
      168,
    ),
    adherence_percent: number(
      ['Suivi du régime', 'Adherence to the diet', 'Einhaltung der Diät', 'Aderenza alla dieta'],
      'percent',
      0,
      100,
    ),
    nutrient_imbalance_score: number(
      ['Score de déséquilibre', 'Nutrient imbalance score', 'Ungleichgewichtswert', 'Punteggio di squilibrio'],
      'ratio',
      0,
      1_000,
    ),
    recommendation: oneOf(['Recommandation', 'Recommendation', 'Empfehlung', 'Raccomandazione'], {
      balanced: ['Équilibré', 'Balanced', 'Ausgewogen', 'Equilibrata'],
      low_sodium: ['Pauvre en sel', 'Low sodium', 'Natriumarm', 'A basso contenuto di sodio'],
      low_carb: ['Pauvre en glucides', 'Low carbohydrate', 'Kohlenhydratarm', 'A basso contenuto di carboidrati'],
    }),
  }),
  derivations: ['bmi'],
};
