import type { Contract } from '../contracts/contract.ts';
import type { DefinitionProblem, SourceDefinition } from './definition.ts';
/** placeholder until proposals */
export function applyMapping(
  definition: SourceDefinition,
  _c: Contract,
  columns: readonly { column: string; to: string; unit?: string }[],
): SourceDefinition | readonly DefinitionProblem[] {
  return {
    ...definition,
    columns: definition.columns.map((m) => {
      const n = [m.column].flat();
      const hit = columns.find((c) => c.column === (typeof n[0] === 'string' ? n[0] : n[0]?.name));
      return hit && !n.some((x) => (typeof x === 'string' ? x : x.name) === hit.to)
        ? { ...m, column: [...n, hit.unit ? { name: hit.to, unit: hit.unit as never } : hit.to] }
        : m;
    }),
  };
}
