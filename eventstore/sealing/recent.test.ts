import { describe, expect, test } from 'vitest';
import { Recent } from './recent.ts';

describe('a map of recent entries', () => {
  test('keeps what was used lately, and never more than its size', () => {
    const recent = new Recent<number, string>(10);
    for (let i = 0; i < 100; i++) {
      recent.set(i, `value ${i}`);
      expect(recent.get(0)).toBe('value 0');
    }
    const kept = Array.from({ length: 100 }, (_, i) => i).filter((i) => recent.get(i) !== undefined);
    expect(kept).toContain(99);
    expect(kept.length).toBeLessThanOrEqual(10);
    recent.clear();
    expect(recent.get(99)).toBeUndefined();
  });
});
