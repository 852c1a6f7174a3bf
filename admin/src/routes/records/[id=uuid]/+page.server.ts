import { randomUUID } from 'node:crypto';
import { decidedRecord } from '#lib/queue/decided-record.server.ts';
import { filterOf } from '#lib/queue/filter.ts';
import { actorNames } from '#lib/records/actors.server.ts';
import { valueLabelsOf } from '#lib/records/contracts.server.ts';
import { approve, choose, correct, purpose, reject } from '#lib/records/decisions.server.ts';
import { titleOf } from '#lib/records/title.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { services, language } = event.locals;
  const caller = callerOf(event);
  const { searchParams } = event.url;
  const { id } = event.params;
  const at = searchParams.get('at')?.trim() || undefined;
  const filter = filterOf(searchParams);
  const mayQueue = services.may(caller, 'queue:read');
  const [sheet, next, decided] = await Promise.all([
    services.record(caller, id, at),
    mayQueue ? services.nextInQueue(caller, filter, id) : null,
    decidedRecord(event),
  ]);
  return {
    sheet,
    title: titleOf(sheet),
    labels: valueLabelsOf(sheet.type, language),
    actors: await actorNames(services, sheet.history),
    me: `user:${caller.id}`,
    filter,
    next: next === id ? null : next,
    decided,
    at: at ?? '',
    editing: searchParams.has('edit') || searchParams.has('fill'),
    filling: searchParams.has('fill'),
    purpose: caller.purpose ?? null,
    may: {
      queue: mayQueue,
      approve: services.may(caller, 'record:approve'),
      imports: services.may(caller, 'imports:read'),
      sources: services.may(caller, 'sources:read'),
      history: services.may(caller, 'record:history'),
      purpose: services.may(caller, 'record:people-for-purpose'),
      access: services.may(caller, 'access:read'),
    },
    /** One for each form: sent twice, it is decided once. */
    commands: { approve: randomUUID(), reject: randomUUID(), correct: randomUUID(), choose: randomUUID() },
  };
};

export const actions: Actions = { approve, reject, correct, choose, purpose };
