import { type ActionFailure, fail, type RequestEvent } from '@sveltejs/kit';
import { isRefused } from './refusals.ts';

/** What an action answers where it was refused: the page shows `refused`, with the status that says the same. */
export type RefusedForm = ActionFailure<{ readonly refused: string; readonly code: string }>;

/**
 * Does what an action does; a refusal becomes the form's answer, in the reader's words. Everything else goes on as it is.
 * @example return (await unlessRefused(event, () => services.approve(caller, id, seen))) ?? redirect(303, '/queue');
 */
export async function unlessRefused<Result>(
  { locals }: Pick<RequestEvent, 'locals'>,
  act: () => Promise<Result>,
): Promise<Result | RefusedForm> {
  try {
    return await act();
  } catch (error) {
    if (!isRefused(error)) throw error;
    return fail(error.status, { refused: error.text(locals.language), code: error.code });
  }
}
