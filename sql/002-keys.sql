-- Keys: everything that opens what is sealed in the log, in the read model and in the original files.
-- The schema is never dumped together with anything else: it has a backup of its own, which expires. Destroying a row here
-- is what erases a person. Every key lies here wrapped (AES-256-GCM) under a key-encryption key that the environment holds;
-- `kek` tells which one: the first 8 bytes of its sha256.
create schema keys;

-- Secrets of the installation, made at the first start: 'lookup', 'suppression', 'installation'.
create table keys.secret (
  name text primary key,
  kek bytea not null check (octet_length(kek) = 8),
  wrapped bytea not null check (octet_length(wrapped) = 60)
);

-- A person, or a record that names nobody and is its own subject. No row = erased.
create table keys.subject (
  id uuid primary key,
  -- HMAC of (namespace, person key) under the secret 'lookup'.
  lookup bytea not null unique check (octet_length(lookup) = 32),
  kek bytea not null check (octet_length(kek) = 8),
  wrapped bytea not null check (octet_length(wrapped) = 60),
  created_at timestamptz not null default now()
);

-- Moves on whenever a key is destroyed: processes that hold keys in memory compare it and let theirs go.
create table keys.generation (
  one boolean primary key default true check (one),
  number bigint not null
);
insert into keys.generation (number) values (0);

-- Who must not come back with the next import of the same file: HMACs under a secret of their own.
create table keys.suppression (
  hash bytea primary key check (octet_length(hash) = 32),
  since timestamptz not null default now()
);

-- What each import of a personal source without natural key stated of a record: HMAC of the content under the secret
-- 'installation'. A later import finds by it the record that a row belongs to.
create table keys.stated (
  source text not null,
  record_id uuid not null,
  import_id uuid not null,
  hash bytea not null check (octet_length(hash) = 32),
  number bigint generated always as identity,
  primary key (record_id, import_id)
);
create index stated_hash on keys.stated (source, hash);
create index stated_import on keys.stated (import_id);

-- One key a file with personal data. No row = the file cannot be read any more.
create table keys.original (
  digest text primary key,
  kek bytea not null check (octet_length(kek) = 8),
  wrapped bytea not null check (octet_length(wrapped) = 60),
  created_at timestamptz not null default now()
);
