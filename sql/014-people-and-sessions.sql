-- Accounts are managed: closed and opened again, given other roles, a password that is good for once; sessions can be ended;
-- and what was done to whom is kept. See services/accounts/.

-- credentials.json is read once, where there is no account yet: nothing compares its passwords any more. Delays after failed
-- sign-ins belong to an account and an address, and are kept by the process.
alter table accounts.account
  drop column password_mark,
  drop column failures,
  drop column failed_at,
  add column created_at timestamptz not null default now(),
  -- Since when nobody signs in with it.
  add column disabled_at timestamptz,
  -- Until when a password that somebody else made is good; whoever signs in with it has to choose another one.
  add column one_time_until timestamptz,
  add column last_sign_in timestamptz;

-- A sign-in, for as long as it lasts. Every request looks its session up, by the key: what is no row here is over.
create table accounts.session (
  session_id uuid primary key,
  account_id uuid not null references accounts.account on delete cascade,
  began_at timestamptz not null default now(),
  ends_at timestamptz not null,
  -- Where it was begun.
  address text
);
create index session_account on accounts.session (account_id);
create index session_end on accounts.session (ends_at);

-- Whoever is signed in stays so.
insert into accounts.session (session_id, account_id, ends_at)
select family, account_id, max(expires_at) from accounts.refresh_token where expires_at > now() group by family, account_id;
delete from accounts.refresh_token where family not in (select session_id from accounts.session);
alter table accounts.refresh_token
  add constraint refresh_token_session foreign key (family) references accounts.session on delete cascade;

-- Who did what to which account, and who signed in. Ids only; an e-mail address that no account has is not kept.
create table accounts.journal (
  entry_id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  act text not null check (act in ('sign-in', 'sign-in-failed', 'sign-out', 'password-changed', 'password-refused',
    'account-added', 'roles-changed', 'account-disabled', 'account-enabled', 'password-reset', 'sessions-ended')),
  -- `user:<id>`, `system:operator` for the command line, `system:start` for the accounts of the first start; null where nobody is known.
  actor text,
  -- Whose account; null where there is none.
  account_id uuid,
  address text,
  -- How many failed sign-ins a row stands for: under an attack not each has one of its own.
  times int not null default 1 check (times > 0),
  -- Roles before and after.
  details jsonb
);
create index journal_account on accounts.journal (account_id, entry_id);

-- Sign-ins are kept for a year; what was done to accounts for three, as internal control needs it.
create function accounts.kept_until(act text, at timestamptz) returns timestamptz stable language sql as $$
  select at + case when act in ('sign-in', 'sign-in-failed', 'sign-out') then interval '1 year' else interval '3 years' end
$$;

create function accounts.refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if accounts.kept_until(old.act, old.at) < now() then return old; end if;
  end if;
  raise exception 'the journal of accounts is not changed afterwards';
end
$$;
create trigger unchanged before update or delete on accounts.journal
  for each row execute function accounts.refuse_change();
create trigger whole before truncate on accounts.journal
  for each statement execute function accounts.refuse_change();
