import { expect, test } from 'vitest';
import { languages } from '../domain/language.ts';
import { anyOfRoles, roleNames } from './role-names.ts';
import { roles } from './roles.ts';

test('a role is named by its word and by the name that commands know', () => {
  expect(anyOfRoles(['operator'], 'fr')).toBe('Exploitation (operator)');
  expect(anyOfRoles(['scientist', 'auditor'], 'de')).toBe('Auswertung (scientist) oder Audit (auditor)');
  expect(anyOfRoles(['auditor', 'operator', 'admin'], 'it')).toBe(
    'Audit (auditor), Gestione (operator) o Amministrazione (admin)',
  );
});

test.each(languages)('no two roles have one word (%s)', (language) => {
  expect(new Set(Object.values(roleNames(language))).size).toBe(roles.length);
});
