import { error, fail, redirect } from '@sveltejs/kit';
import { formOf } from '#lib/forms.server.ts';
import { isRefused } from '#lib/refusals.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import { checkOf } from '#lib/uploads/check.server.ts';
import { consentsTold } from '#lib/uploads/consents.server.ts';
import { takeFile, UnreadableForm } from '#lib/uploads/sent-file.server.ts';
import { wordsOf } from '#lib/words/catalogue.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** Largest form without a file. */
const formBytes = 64 * 1024;

export const load: PageServerLoad = async (event) => {
  const { services, language } = event.locals;
  const caller = callerOf(event);
  if (!services.may(caller, 'imports:run')) error(403, wordsOf(language).upload.forbidden);
  const sources = await services.sources(caller);
  return {
    sources: sources.map(({ name, title }) => ({ name, title })),
    consents: await consentsTold(services, caller, sources),
    chosen: event.url.searchParams.get('source') ?? '',
  };
};

export const actions: Actions = {
  /** Takes the file in and says what an import would do: nothing is appended. */
  check: async (event) => {
    const { services, language } = event.locals;
    const words = wordsOf(language).upload.wrong;
    let source = '';
    try {
      const { fields, result } = await takeFile(event.request, async ({ fields, fileName, content }) => {
        source = fields.source ?? '';
        if (source === '') return undefined;
        const caller = callerOf(event);
        const wanted = event.request.signal;
        return services.upload(caller, { source, fileName, content, dryRun: true, keepChecked: true, wanted });
      });
      source = fields.source ?? '';
      if (result) return { source, check: await checkOf(services, callerOf(event), result) };
      const errors = [
        ...(source === '' ? [{ field: 'source', message: words.source }] : []),
        // With a source, a file that was sent has a result.
        { field: 'file', message: words.file },
      ];
      return fail(400, { source, errors });
    } catch (thrown) {
      if (thrown instanceof UnreadableForm) {
        const message = thrown.cause === undefined ? words.form : words.cut;
        return fail(400, { source, errors: [{ field: 'file', message }] });
      }
      if (!isRefused(thrown)) throw thrown;
      return fail(thrown.status, { source, errors: [{ field: 'file', message: thrown.text(language) }] });
    }
  },

  /** Imports the original that the check took in. */
  import: async (event) => {
    const { services, language } = event.locals;
    if (Number(event.request.headers.get('content-length') ?? Number.POSITIVE_INFINITY) > formBytes)
      error(413, wordsOf(language).upload.wrong.form);
    const form = await formOf(event);
    const [source, digest, fileName] = ['source', 'digest', 'fileName'].map((name) => String(form.get(name) ?? ''));
    let id: string | null;
    try {
      const request = { source: source ?? '', digest: digest ?? '', fileName: fileName || null };
      ({ import: id } = await services.importOriginal(callerOf(event), request));
    } catch (thrown) {
      if (!isRefused(thrown)) throw thrown;
      // Somebody gave it up while it ran: its own page tells.
      if (thrown.code === 'import-ended') redirect(303, `/imports?source=${encodeURIComponent(source ?? '')}`);
      return fail(thrown.status, { source, errors: [{ field: 'file', message: thrown.text(language) }] });
    }
    redirect(303, id === null ? '/imports' : `/imports/${id}`);
  },
};
