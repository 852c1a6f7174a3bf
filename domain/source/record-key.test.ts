import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schemaHash } from '../contracts/derived.ts';
import { contracts } from '../contracts/index.ts';
import { comparingKeys, keyText } from './record-key.ts';

const named = comparingKeys(contracts.food, ['name']);
const coded = comparingKeys(contracts.food, ['external_code']);
const both = comparingKeys(contracts.food, ['external_code', 'name']);
const nights = comparingKeys(contracts.sleep_period, ['person_key', 'local_date']);

describe('a natural key', () => {
  test('is a field’s text, or the list of its parts', () => {
    expect(keyText(['name'], { name: 'Rice' })).toBe('Rice');
    expect(keyText(['external_code', 'name'], { external_code: '7', name: 'Rice' })).toBe('["7","Rice"]');
  });

  test('compares part by part: each without its own edges', () => {
    expect(both.ofValues({ external_code: '7\u200b', name: 'Rice\u00a0 pudding ' })).toBe(
      both.ofValues({ external_code: '7', name: 'Rice pudding' }),
    );
    expect(both.ofValues({ external_code: '7 8', name: '9' })).not.toBe(
      both.ofValues({ external_code: '7', name: '8 9' }),
    );
  });

  test('is without case where it is a name, and with it where it is a code or a person', () => {
    expect(named.ofText('RICE')).toBe(named.ofText('rice'));
    expect(coded.ofText('AB1')).not.toBe(coded.ofText('ab1'));
    expect(both.ofText('["AB1","RICE"]')).toBe(both.ofText('["AB1","rice"]'));
    expect(both.ofText('["AB1","RICE"]')).not.toBe(both.ofText('["ab1","rice"]'));
    const day = { local_date: '2026-01-31' };
    expect(nights.ofValues({ person_key: 'Anna', ...day })).not.toBe(nights.ofValues({ person_key: 'anna', ...day }));
    expect(nights.ofValues({ person_key: 'Anna\u00ad', ...day })).toBe(nights.ofValues({ person_key: 'Anna', ...day }));
  });

  test('of a text that is none compares as it is', () => {
    expect(both.ofText('no list')).toBe('no list');
    expect(both.ofText('["one"]')).toBe('["one"]');
    expect(both.spelledAs({ external_code: '7', name: 'Rice' }, 'no list')).toEqual({
      external_code: '7',
      name: 'Rice',
    });
  });

  test('compares the same from its text as from its values', () => {
    const part = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(part, part, (external_code, name) => {
        const values = { external_code, name };
        expect(both.ofText(keyText(['external_code', 'name'], values))).toBe(both.ofValues(values));
        expect(named.ofText(keyText(['name'], values))).toBe(named.ofValues(values));
        const other = keyText(['external_code', 'name'], { external_code: 'x', name: 'y' });
        expect(both.spelledAs({ ...values, energy_kcal: 1 }, other)).toEqual({
          external_code: 'x',
          name: 'y',
          energy_kcal: 1,
        });
      }),
    );
  });

  test('has nothing to do with the contract’s schema: what compares without case is in no hash of it', () => {
    expect(schemaHash({ ...contracts.food, keysWithoutCase: [] })).toBe(schemaHash(contracts.food));
    for (const { keysWithoutCase = [], fields, personal } of Object.values(contracts)) {
      if (personal) expect(keysWithoutCase).toEqual([]);
      for (const field of keysWithoutCase) expect(fields[field]?.kind).toBe('text');
    }
  });
});
