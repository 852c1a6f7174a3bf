/** What the forms of an import say: read, checked, given to the services, and answered. */
import { setTimeout as passed } from 'node:timers/promises';
import { type ActionFailure, fail, type RequestEvent, redirect } from '@sveltejs/kit';
import type { MappedColumn } from '../../../../domain/import/events.ts';
import type { Caller } from '../../../../services/caller.ts';
import type { Services } from '../../../../services/services.ts';
import { formOf } from '../forms.server.ts';
import { idOf } from '../queue/filter.ts';
import { isRefused } from '../refusals.ts';
import { callerOf } from '../session/caller.server.ts';
import { wordsOf } from '../words/catalogue.ts';
import { speechOf } from '../words/speech.ts';

export type Deed = 'map' | 'agree' | 'accept' | 'reject' | 'give-up';

interface FormError {
  readonly field?: string;
  readonly message: string;
}

/** A form that comes back: with what is wrong, and with everything that was filled in. */
export interface AnswerBack {
  readonly deed: Deed;
  readonly errors: readonly FormError[];
  readonly reason: string;
  /** What was chosen: by absent column. */
  readonly map: Readonly<Record<string, { readonly to: string; readonly unit: string }>>;
}

type Event = RequestEvent<{ id: string }>;

/** So long an answer waits for what follows from it: most imports have gone on by then, and the page shows what came of it. */
const patienceMs = 3_000;
/** Of a reason, as the API takes it. */
const reasonCharacters = 500;
/** Absent columns of a form, at most. */
const mostColumns = 1_000;

/** The ids of the inputs of reasons, for links from errors: there are several forms on the page. */
export const reasonIds: Readonly<Record<Deed, string>> = {
  map: 'reason',
  accept: 'reason',
  reject: 'reason',
  agree: 'agree-reason',
  'give-up': 'give-up-reason',
};

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

interface Said {
  readonly form: FormData;
  readonly reason: string;
  readonly map: AnswerBack['map'];
}

async function saidIn(event: Event): Promise<Said> {
  const form = await formOf(event);
  const map: Record<string, { to: string; unit: string }> = {};
  for (let i = 0; i < mostColumns && form.has(`column-${i}`); i++)
    map[String(form.get(`column-${i}`))] = { to: String(form.get(`to-${i}`) ?? ''), unit: textOf(form, `unit-${i}`) };
  return { form, reason: textOf(form, 'reason').slice(0, reasonCharacters), map };
}

/** Answers, waits a little for what follows, and shows the import again; a form that is wrong or refused comes back as it was. */
async function answer(
  event: Event,
  deed: Deed,
  { form, reason, map }: Said,
  errors: readonly FormError[],
  give: (services: Services, caller: Caller) => Promise<{ readonly done?: Promise<void> }>,
): Promise<ActionFailure<AnswerBack>> {
  const { services, language } = event.locals;
  const words = wordsOf(language);
  const commandId = idOf(form.get('command'));
  const missing = deed === 'give-up' ? words.giveUp.wrong : words.answer.wrong.reason;
  const wrong = [
    ...(commandId === undefined ? [{ message: words.answer.wrong.form }] : []),
    ...errors,
    ...(reason === '' ? [{ field: reasonIds[deed], message: missing }] : []),
  ];
  if (commandId === undefined || wrong.length > 0) return fail(400, { deed, errors: wrong, reason, map });
  try {
    const { done } = await give(services, { ...callerOf(event), commandId });
    // What goes wrong with it is told to the server's log and to the import itself.
    await Promise.race([done?.catch(() => undefined), passed(patienceMs)]);
  } catch (error) {
    if (!isRefused(error)) throw error;
    return fail(error.status, { deed, errors: [{ message: error.text(language) }], reason, map });
  }
  redirect(303, `/imports/${event.params.id}`);
}

export async function map(event: Event) {
  const said = await saidIn(event);
  const { language } = event.locals;
  const words = wordsOf(language).answer.wrong;
  const chosen = Object.entries(said.map).flatMap(([column, { to, unit }], i) =>
    to === '' ? [] : [{ column, to, unit, field: `to-${i}` }],
  );
  const twice = chosen.filter(({ to }, i) => chosen.findIndex((other) => other.to === to) < i);
  const errors = [
    ...(chosen.length === 0 ? [{ field: 'to-0', message: words.columns }] : []),
    ...twice.map(({ field, to }) => ({ field, message: speechOf(language).say(words.twice, { to }) })),
  ];
  const columns = chosen.map(({ column, to, unit }): MappedColumn => ({ column, to, ...(unit !== '' && { unit }) }));
  return answer(event, 'map', said, errors, (services, caller) =>
    services.acceptImport(caller, event.params.id, { reason: said.reason, map: columns }),
  );
}

/** Agreed to is what was seen: where somebody proposed otherwise meanwhile, that is shown first. */
export async function agree(event: Event) {
  const said = await saidIn(event);
  const { services, language } = event.locals;
  const { id } = event.params;
  const { mapping } = await services.import(callerOf(event), id);
  const seen = mapping && String(mapping.version) === said.form.get('mapping') ? mapping.columns : undefined;
  const errors = seen ? [] : [{ message: wordsOf(language).answer.wrong.stale }];
  return answer(event, 'agree', said, errors, (services, caller) =>
    services.acceptImport(caller, id, { reason: said.reason, ...(seen && { map: seen }) }),
  );
}

export async function accept(event: Event) {
  const said = await saidIn(event);
  return answer(event, 'accept', said, [], (services, caller) =>
    services.acceptImport(caller, event.params.id, { reason: said.reason, asIs: true }),
  );
}

export async function reject(event: Event) {
  const said = await saidIn(event);
  return answer(event, 'reject', said, [], (services, caller) =>
    services.rejectImport(caller, event.params.id, { reason: said.reason }),
  );
}

export async function giveUp(event: Event) {
  const said = await saidIn(event);
  return answer(event, 'give-up', said, [], async (services, caller) => {
    await services.giveUpImport(caller, event.params.id, { reason: said.reason });
    return {};
  });
}
