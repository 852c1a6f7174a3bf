import { describe, expect, test } from 'vitest';
import { contracts } from '../contracts/index.ts';
import { typeCorrections } from './typed-corrections.ts';

const exercise = (written: Record<string, string | null | readonly string[]>) =>
  typeCorrections(contracts.exercise, written);
const workout = (written: Record<string, string | number | null>) =>
  typeCorrections(contracts.workout_session, written);

describe('what a person writes', () => {
  test('becomes a value of the field’s kind', () => {
    expect(workout({ weight_kg: '82.5', experience_level: '2', workout_type: 'Cardio' })).toEqual({
      set: { weight_kg: 82.5, experience_level: 2, workout_type: 'cardio' },
    });
    expect(workout({ weight_kg: 80 })).toEqual({ set: { weight_kg: 80 } });
  });

  test('clears a field where it is empty', () => {
    expect(workout({ weight_kg: '' })).toEqual({ set: { weight_kg: null } });
    expect(workout({ weight_kg: null })).toEqual({ set: { weight_kg: null } });
    expect(exercise({ name: '' })).toEqual({ refusal: { code: 'required-field', params: { field: 'name' } } });
  });

  test('may be a list with semicolons, or one of JSON', () => {
    for (const list of ['biceps; triceps', '["biceps", "triceps"]', ['biceps', 'triceps']])
      expect(exercise({ target_muscles: list })).toEqual({ set: { target_muscles: ['biceps', 'triceps'] } });
  });

  test('is refused for a field that the contract does not have', () => {
    for (const field of ['weight', 'constructor'])
      expect(workout({ [field]: '1' })).toEqual({ refusal: { code: 'unknown-field', params: { field } } });
  });

  test('is refused where it does not fit, with what is expected', () => {
    expect(workout({ weight_kg: 'heavy' })).toEqual({
      refusal: { code: 'untypable', params: { field: 'weight_kg', expected: 'number', unit: 'kg' } },
    });
    expect(workout({ experience_level: '1.5' })).toMatchObject({ refusal: { params: { expected: 'integer' } } });
    expect(workout({ workout_type: 'chess' })).toMatchObject({ refusal: { params: { expected: 'enum' } } });
  });

  test('may lie outside the limits: that is judged, and blocks', () => {
    expect(workout({ weight_kg: '9999' })).toEqual({ set: { weight_kg: 9999 } });
  });
});
