import { callerOf } from '#lib/session/caller.server.ts';
import { accountActs } from '../../../../services/accounts/journal.ts';
import type { PageServerLoad } from './$types.js';

const pageSize = 50;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const load: PageServerLoad = async (event) => {
  const { services } = event.locals;
  const caller = callerOf(event);
  const [act, account, after] = ['act', 'account', 'after'].map((name) => event.url.searchParams.get(name) ?? '');
  const chosen = accountActs.find((one) => one === act);
  const about = account !== undefined && uuid.test(account) ? account : undefined;
  const from = after !== undefined && /^\d{1,18}$/.test(after) ? after : undefined;
  const [{ items, next }, concerned] = await Promise.all([
    services.accountJournal(caller, {
      ...(chosen && { act: chosen }),
      ...(about && { account: about }),
      ...(from && { after: from }),
      limit: pageSize,
    }),
    about && services.accounts.account(about),
  ]);
  return {
    entries: items,
    next,
    act: chosen ?? '',
    account: about ?? '',
    email: concerned ? concerned.email : null,
    after: from ?? null,
  };
};
