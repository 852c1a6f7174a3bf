import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../domain/json.ts';
import type { RecordedEvent } from '../store.ts';
import { NewerEvent, newestVersion, type Upcasters, upcast } from './upcast.ts';

const stored = (type: string, v: number, data: JsonObject): RecordedEvent => ({
  stream: 'food-0c2f1c5d-0000-5000-8000-000000000001',
  version: 0,
  position: 1n,
  recordedAt: '2026-01-01T00:00:00.000Z',
  id: '0c2f1c5d-0000-5000-8000-000000000002',
  type,
  data,
  metadata: {
    commandId: '0c2f1c5d-0000-5000-8000-000000000003',
    correlationId: '0c2f1c5d-0000-5000-8000-000000000004',
    actor: 'system',
    at: '2026-01-01T00:00:00.000Z',
    v,
  },
});

/** Version 2 names the code, version 3 makes a list of it. */
const steps: Upcasters = {
  Rejected: [
    ({ reason, ...data }) => ({ ...data, code: reason ?? null }),
    ({ code, ...data }) => ({ ...data, codes: [code ?? null] }),
  ],
};

describe('upcasting', () => {
  test('takes an event through every step from its version on', () => {
    expect(newestVersion('Rejected', steps)).toBe(3);
    for (const [v, data] of [
      [1, { reason: 'odd', by: 1 }],
      [2, { code: 'odd', by: 1 }],
      [3, { codes: ['odd'], by: 1 }],
    ] as const)
      expect(upcast(stored('Rejected', v, data), steps)).toEqual(stored('Rejected', 3, { by: 1, codes: ['odd'] }));
  });

  test('leaves alone what never changed', () => {
    const event = stored('Approved', 1, { a: 1 });
    expect(upcast(event, steps)).toBe(event);
  });

  test('refuses an event that a newer release wrote', () => {
    expect(() => upcast(stored('Approved', 2, {}), steps)).toThrow(NewerEvent);
    expect(() => upcast(stored('Rejected', 4, {}), steps)).toThrow(NewerEvent);
  });
});
