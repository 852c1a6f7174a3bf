/** An export as a file: its bytes go out as they are made, at the pace of whoever takes them. */
import { Readable } from 'node:stream';
import { error, redirect } from '@sveltejs/kit';
import { formOf } from '#lib/forms.server.ts';
import { type ExportFormat, exportFormats, type RecordType, recordTypes } from '#lib/records/contracts.server.ts';
import { isRefused } from '#lib/refusals.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import type { RequestHandler } from './$types.js';

/** Which field of the form a refusal is about; others stand for themselves. */
const fields: Readonly<Record<string, 'at' | 'purpose'>> = {
  'purpose-needed': 'purpose',
  'purpose-unclear': 'purpose',
  'invalid-moment': 'at',
  'beyond-head': 'at',
  'unknown-event': 'at',
};

/** A form, not a link: what is shown of people is kept in the access log, and no other site may cause it. */
export const POST: RequestHandler = async (event) => {
  const { services } = event.locals;
  const form = await formOf(event);
  const given = new URLSearchParams([...form].map(([name, value]) => [name, String(value)]));
  const type = recordTypes.find((known): known is RecordType => known === given.get('type'));
  const format = exportFormats.find((known): known is ExportFormat => known === given.get('format'));
  if (!type || !format) error(404);
  const at = given.get('at')?.trim();
  const purpose = given.get('purpose')?.trim();
  const caller = { ...callerOf(event), ...(purpose && { purpose }) };
  try {
    const order = { type, format, ...(at && { at }), clear: given.get('clear') === 'yes' };
    const { body, contentType, fileName, position, schemaHash, summary } = await services.export(caller, order);
    // Where it breaks off the body ends in an error, and the download with it.
    summary.catch(() => undefined);
    return new Response(Readable.toWeb(body) as ReadableStream, {
      headers: {
        'Content-Type': contentType,
        'Content-Disposition': `attachment; filename="${fileName}"`,
        'X-Position': `${position}`,
        'X-Schema-Hash': schemaHash,
      },
    });
  } catch (refused) {
    if (!isRefused(refused)) throw refused;
    const field = fields[refused.code];
    if (field === undefined) throw refused;
    const back = new URLSearchParams(given);
    back.delete('purpose');
    back.set('wrong', field);
    redirect(303, `/exports?${back}`);
  }
};
