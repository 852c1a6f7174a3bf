import type { Services } from '../../../../services/services.ts';

/** The people of a history, of a record or an import, by their account's address; who has no account any more is not among them. */
export async function actorNames(
  { accounts }: Services,
  history: readonly { readonly actor: string }[],
): Promise<Readonly<Record<string, string>>> {
  const people = new Set(history.map(({ actor }) => actor).filter((actor) => actor.startsWith('user:')));
  const named = await Promise.all(
    [...people].map(async (actor) => {
      const account = await accounts.account(actor.slice('user:'.length));
      return account ? [[actor, account.email] as const] : [];
    }),
  );
  return Object.fromEntries(named.flat());
}
