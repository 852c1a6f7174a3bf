import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unitInName } from './unit-in-name.ts';
import { unitNames } from './units.ts';

describe('the unit in the name of a column', () => {
  test.each([
    ['Energy (kcal)', 'kcal'],
    ['Energy (kJ)', 'kj'],
    ['Energie, Règlement UE N° 1169 2011 (kJ 100 g)', 'kj'],
    ['Energie, Règlement UE N° 1169/2011 (kcal/100 g)', 'kcal'],
    ['Sucres (g 100 g)', 'g'],
    ['Vitamine D (µg/100 g)', 'ug'],
    ['Vitamin B12 [mcg]', 'ug'],
    ['Sodium (mg per serving)', 'mg'],
    ['Energy per 100 g (kcal)', 'kcal'],
    ['Energy kJ per 100 g', 'kj'],
    ['Energy, kJ / 100 ml', 'kj'],
    ['Carbohydrates (g, per 100 g)', 'g'],
    ['Salt(g)', 'g'],
    ['Protein g', 'g'],
    ['protein_g', 'g'],
    ['energy-kcal_100g', 'kcal'],
    ['energy-kj_100g', 'kj'],
    ['Magnesium, Mg (mg)', 'mg'],
    ['SodiumMg', 'mg'],
    ['Weight (lbs)', 'lb'],
    ['weight_kg', 'kg'],
    ['WeightKg', 'kg'],
    ['WeightPounds', 'lb'],
    ['Gewicht in kg', 'kg'],
    ['Poids (en kg)', 'kg'],
    ['Height (in)', 'in'],
    ['height_in', 'in'],
    ['Height_cm', 'cm'],
    ['Height (m)', 'm'],
    ['height_m', 'm'],
    ['distanceKm', 'km'],
    ['distance_km', 'km'],
    ['Distance (mi)', 'mi'],
    ['Session_Duration (hours)', 'h'],
    ['sleep_hours', 'h'],
    ['sleep_min', 'min'],
    ['TotalMinutesAsleep', 'min'],
    ['VeryActiveMinutes', 'min'],
    ['Duration [s]', 's'],
    ['Water_Intake (ml)', 'ml'],
    ['Water_Intake (liters)', 'l'],
    ['Water (fl oz)', 'fl_oz'],
    ['Fat_Percentage', 'percent'],
    ['Body fat %', 'percent'],
    ['Body fat (%)', 'percent'],
    ['Calories', 'kcal'],
    ['calories_burned', 'kcal'],
    ['Calories (kJ)', 'kj'],
    ['Cholesterol_mg/dL', 'mg_per_dl'],
    ['Glucose (mg/dl)', 'mg_per_dl'],
    ['cholesterol_mg_per_dl', 'mg_per_dl'],
    ['Blood glucose (mmol/L)', 'mmol_per_l_glucose'],
    ['LDL mmol/l', 'mmol_per_l_cholesterol'],
    ['Blood_Pressure_mmHg', 'mmhg'],
    ['Intake (g/day)', 'g'],
  ])('%s → %s', (name, unit) => expect(unitInName(name)).toBe(unit));

  test.each([
    'Steps',
    'Name',
    'Fat',
    'Vitamin D',
    'Vitamin D (IU)',
    'Energy (cal)',
    'Energy (J)',
    'Mg',
    'Potassium (mmol/l)',
    'Workout_Frequency (days/week)',
    'exercise_h_per_week',
    'Speed (km/h)',
    'BMI (kg/m2)',
    'Body surface (m²)',
    'Dose (mg/kg)',
    'TotalTimeInBed',
    'Time in bed',
    'Logged in',
    'Heart rate min',
    'Heart rate (min)',
    'HR (min)',
    'Patient’s',
    'SleepDay',
    'proteins_100g',
    'per 100 g',
    'Carbohydrates per 100 g',
    'constructor',
    'Sex (m/f)',
    '',
    '()',
  ])('%j states none', (name) => expect(unitInName(name)).toBeUndefined());

  test('is found wherever a unit stands in brackets behind a word', () => {
    const spelt = unitNames.filter((unit) => !/_/.test(unit));
    fc.assert(
      fc.property(fc.constantFrom(...spelt), fc.constantFrom('Value', 'Wert', 'Valeur', 'sugar'), (unit, word) => {
        expect(unitInName(`${word} (${unit === 'percent' ? '%' : unit})`)).toBe(unit);
        expect(unitInName(`${word} [ ${unit.toUpperCase()} ]`)).toBe(unit);
      }),
    );
  });

  test('of any text is one of ours or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        const unit = unitInName(name);
        expect(unit === undefined || unitNames.includes(unit)).toBe(true);
      }),
    );
  });
});
