/** What the forms of a record say: read, checked, given to the services, and answered. */
import { type ActionFailure, fail, type RequestEvent, redirect } from '@sveltejs/kit';
import type { Caller } from '../../../../services/caller.ts';
import type { Services } from '../../../../services/services.ts';
import { type Deed, rememberDecided } from '../queue/decided.server.ts';
import { addressOf, filterOf, idOf } from '../queue/filter.ts';
import { isRefused } from '../refusals.ts';
import { callerOf } from '../session/caller.server.ts';
import { wordsOf } from '../words/catalogue.ts';
import { approvalCodeOf, needsReason } from './approval.ts';
import { changedFields, correctionOf, inputName, type Written } from './corrections.ts';
import { rejectionCodeOf } from './rejection.ts';

interface FormError {
  readonly field?: string;
  readonly message: string;
}

/** A form that comes back: with what is wrong, and with everything that was filled in. */
export interface FormBack {
  readonly deed: Deed | 'purpose';
  readonly errors: readonly FormError[];
  /** The code of a refusal; null where the form itself is wrong. */
  readonly code: string | null;
  readonly written: Written;
  /** Other inputs, by name. */
  readonly filled: Readonly<Record<string, string>>;
}

type Event = RequestEvent<{ id: string }>;
type Decision = (services: Services, caller: Caller, id: string, expect: number) => Promise<unknown>;

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

const filledOf = (form: FormData): Readonly<Record<string, string>> =>
  Object.fromEntries(['reason', 'text', 'code', 'alternative'].map((name) => [name, textOf(form, name)]));

/** Decides, and goes on to the next record that waits; a form that is wrong or refused comes back as it was. */
async function decide(
  event: Event,
  form: FormData,
  deed: Deed,
  errors: readonly FormError[],
  decision: Decision,
): Promise<ActionFailure<FormBack>> {
  const { services, language } = event.locals;
  const { id } = event.params;
  const back = { deed, written: deed === 'correct' ? changedFields(form) : {}, filled: filledOf(form) };
  const expect = Number(form.get('expect') || Number.NaN);
  const commandId = idOf(form.get('command'));
  if (!Number.isInteger(expect) || commandId === undefined) {
    const message = wordsOf(language).record.wrong.form;
    return fail(400, { ...back, code: null, errors: [{ message }] });
  }
  if (errors.length > 0) return fail(400, { ...back, code: null, errors });
  try {
    await decision(services, { ...callerOf(event), commandId }, id, expect);
  } catch (error) {
    if (!isRefused(error)) throw error;
    const field = typeof error.params.field === 'string' ? error.params.field : undefined;
    const concerned = deed === 'correct' && field !== undefined ? { field: inputName(field) } : {};
    const message = await spoken(event, error.text(language), field);
    return fail(error.status, { ...back, code: error.code, errors: [{ ...concerned, message }] });
  }
  rememberDecided(event.cookies, deed, id, event.url.protocol === 'https:');
  return onwards(event, form);
}

/** From a record that waited to the next one, or to the list where no other waits; else the record is shown again. */
function onwards({ url, params }: Event, form: FormData): never {
  const next = idOf(form.get('next'));
  const path = next === undefined ? '/queue' : `/records/${next}`;
  redirect(303, addressOf(form.has('waits') ? path : `/records/${params.id}`, filterOf(url.searchParams)));
}

/** A refusal names fields as the log does; people know them by their labels. */
async function spoken({ locals, params }: Event, text: string, field: string | undefined): Promise<string> {
  if (field === undefined || locals.caller === undefined) return text;
  const { fields } = await locals.services.record(locals.caller, params.id);
  const label = fields.find(({ name }) => name === field)?.label;
  return label === undefined ? text : text.replaceAll(field, label);
}

const missing = (field: string, given: string, message: string): readonly FormError[] =>
  given === '' ? [{ field, message }] : [];

export async function approve(event: Event) {
  const form = await event.request.formData();
  const words = wordsOf(event.locals.language).record.wrong;
  const code = approvalCodeOf(form.get('code'));
  const reason = textOf(form, 'reason');
  const errors =
    code === undefined
      ? missing('over', (await standsInTheWay(event)) ? '' : 'nothing', words.over)
      : missing('over-reason', code === 'other' ? reason : code, words.text);
  return decide(event, form, 'approve', errors, (services, caller, id, expect) =>
    services.approve(caller, id, { expect, ...(code && { code }), ...(reason !== '' && { reason }) }),
  );
}

/** Whether an error stands over which nobody approves without saying why. What is refused is told by the decision itself. */
async function standsInTheWay(event: Event): Promise<boolean> {
  try {
    return needsReason(await event.locals.services.record(callerOf(event), event.params.id));
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}

export async function reject(event: Event) {
  const form = await event.request.formData();
  const words = wordsOf(event.locals.language).record.wrong;
  const code = rejectionCodeOf(form.get('code'));
  const text = textOf(form, 'text');
  const errors = [
    ...missing('code', code ?? '', words.code),
    ...(code === 'other' ? missing('text', text, words.text) : []),
  ];
  return decide(event, form, 'reject', errors, (services, caller, id, expect) =>
    services.reject(caller, id, { expect, code: code ?? '', ...(text !== '' && { text }) }),
  );
}

export async function correct(event: Event) {
  const form = await event.request.formData();
  const { language } = event.locals;
  const words = wordsOf(language).record.wrong;
  const written = changedFields(form);
  const reason = textOf(form, 'reason');
  const errors = [
    ...(Object.keys(written).length === 0 ? [{ field: 'fields', message: words.unchanged }] : []),
    ...missing('reason', reason, words.reason),
  ];
  return decide(event, form, 'correct', errors, async (services, caller, id, expect) => {
    const sheet = await services.record(caller, id);
    return services.correct(caller, id, { expect, set: correctionOf(written, sheet, { language }), reason });
  });
}

export async function choose(event: Event) {
  const form = await event.request.formData();
  const words = wordsOf(event.locals.language).record.wrong;
  const alternative = textOf(form, 'alternative');
  const reason = textOf(form, 'reason');
  const errors = [
    ...missing('choose', /^\d{1,4}$/.test(alternative) ? alternative : '', words.alternative),
    ...missing('choose-reason', reason, words.reason),
  ];
  return decide(event, form, 'choose', errors, (services, caller, id, expect) =>
    services.choose(caller, id, { expect, alternative: Number(alternative), reason }),
  );
}

/** The purpose holds for the page that this answers with, and for nothing after it. */
export async function purpose(event: Event) {
  const form = await event.request.formData();
  const given = textOf(form, 'purpose').slice(0, 500);
  if (given === '') {
    const message = wordsOf(event.locals.language).record.wrong.purpose;
    const back: FormBack = {
      deed: 'purpose',
      code: null,
      written: {},
      filled: {},
      errors: [{ field: 'purpose', message }],
    };
    return fail(400, back);
  }
  event.locals.caller = { ...callerOf(event), purpose: given };
  return { purpose: given };
}
