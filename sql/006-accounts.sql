-- Who may sign in, and how long a sign-in lasts. Accounts follow credentials.json: see services/accounts/.
create schema accounts;

create table accounts.account (
  account_id uuid primary key,
  email text not null unique,
  roles text[] not null,
  -- PHC string: algorithm, parameters, salt, hash.
  password_hash text not null,
  -- Keyed hash of the password that credentials.json named when it was last read: a changed one is noticed without hashing slowly.
  password_mark bytea not null check (octet_length(password_mark) = 32),
  -- Failed sign-ins in a row, and when the last of them was.
  failures int not null default 0,
  failed_at timestamptz
);

-- Each sign-in begins a family; each refresh replaces its token. Only hashes are kept.
create table accounts.refresh_token (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  family uuid not null,
  account_id uuid not null references accounts.account on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index refresh_token_family on accounts.refresh_token (family);
create index refresh_token_expiry on accounts.refresh_token (expires_at);

-- Keys that access tokens are signed with (ES256): the private scalar wrapped like every other key.
create table keys.signing (
  kid text primary key,
  kek bytea not null check (octet_length(kek) = 8),
  wrapped bytea not null check (octet_length(wrapped) = 60),
  public_jwk json not null,
  created_at timestamptz not null default now()
);
