/** What becomes of a held import without being read again: it fails for a stated reason, or goes on under a mapped definition. */
import { contracts } from '../../domain/contracts/index.ts';
import type { ImportFailed } from '../../domain/import/events.ts';
import type { Actor } from '../../domain/record/events.ts';
import { applyMapping } from '../../domain/source/apply-mapping.ts';
import type { KnownImport } from '../../projections/imports/standing.ts';
import { importLog } from './progress.ts';
import type { Ingestion } from './run.ts';
import { accept, readImport, readSource, register } from './source.ts';

/** Why a held import ends without its rows, though nobody rejected it: it is imported anew, or a newer file replaces it. */
export type HeldFailure = 'mapped' | 'superseded';

const messages: Readonly<Record<HeldFailure, string>> = {
  mapped: 'Its columns were mapped: the same file is imported anew under the new definition.',
  superseded: 'A newer file of the source was sent while the import was held.',
};

/** Ends a held import; nothing of it was ever proposed. */
export async function failHeld(
  ingestion: Ingestion,
  { import: id, at }: KnownImport,
  code: HeldFailure,
  params: ImportFailed['params'] = {},
  actor?: Actor,
): Promise<void> {
  const { status, version } = await readImport(ingestion.store, id);
  if (status !== 'held') return;
  const log = importLog(ingestion, id, version, () => at, actor);
  const data = { code, message: messages[code], params };
  await ingestion.caughtUp(await log.append(`fail ${version}`, [{ type: 'ImportFailed', data }]));
}

/**
 * Does what two people agreed on: the source's definition knows the new columns from now on, the same original is accepted
 * anew, and the held import fails as `mapped`. Each step finds out whether it is done, so whoever comes first can go on.
 */
export async function followMapping(ingestion: Ingestion, held: KnownImport): Promise<void> {
  const { mapping, mappingAgreed } = await readImport(ingestion.store, held.import);
  if (mapping === undefined || mappingAgreed === undefined) return;
  const source = await readSource(ingestion, held.source);
  if (source.definition === undefined) throw new Error(`the source ${held.source} was never registered`);
  const contract = contracts[source.definition.recordType];
  const mapped = applyMapping(source.definition, contract, mapping.columns);
  // What both saw may have been overtaken by another definition: then the file is read with that one.
  const registered =
    'columns' in mapped
      ? await register(ingestion, mapped, { import: held.import, columns: mapping.columns, by: mappingAgreed })
      : source;
  let anew = registered.lastImport;
  if (anew === held.import) {
    const { digest, bytes, fileName } = held;
    const accepted = await accept(ingestion, held.source, registered, {
      digest,
      bytes,
      contract: contract.version,
      ...(fileName !== null && { fileName }),
    });
    anew = accepted?.import ?? null;
  }
  await failHeld(ingestion, held, 'mapped', anew === null ? {} : { import: anew }, mappingAgreed);
}
