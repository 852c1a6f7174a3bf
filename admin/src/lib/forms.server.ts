import { error, type RequestEvent } from '@sveltejs/kit';
import { wordsOf } from './words/catalogue.ts';

/** The form that a request brings. Another media type, or a body that is no form or broke off, is answered with 400. */
export async function formOf({ request, locals }: Pick<RequestEvent, 'request' | 'locals'>): Promise<FormData> {
  try {
    return await request.formData();
  } catch {
    error(400, wordsOf(locals.language).record.wrong.form);
  }
}
