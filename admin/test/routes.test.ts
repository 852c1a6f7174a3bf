/** The routes that tests try are those of the folder. */
import { expect, test } from 'vitest';
import { routes } from './routes.ts';

test('routes are known with their parameters, actions and methods', () => {
  const known = new Map(routes.map((route) => [`${route.id} ${route.page ? 'page' : 'other'}`, route]));
  expect(known.get('/records/[id=uuid] page')).toMatchObject({
    params: ['id'],
    actions: ['approve', 'reject', 'correct', 'choose', 'purpose'],
  });
  expect(known.get('/imports/[id=uuid] page')?.actions).toEqual(expect.arrayContaining(['accept', 'reject']));
  expect(known.get('/login page')?.actions).toEqual(['default']);
  expect(known.get('/exports/download other')?.methods).toContain('POST');
  expect(known.get('/live other')?.methods).toEqual(['GET']);
});
