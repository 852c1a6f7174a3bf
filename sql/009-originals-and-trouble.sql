-- Who still needs an original. One of an import has no end; one of a file that is being taken in, or was only checked, ends.
-- An original that nobody needs is removed, with its key; one that this table has never known of, a week after it was seen.
create table operations.original_claim (
  claim uuid primary key,
  digest text not null,
  until timestamptz
);
create index original_claim_digest on operations.original_claim (digest);
create index original_claim_until on operations.original_claim (until);

-- Why an import waits, where the log has not been told: a name, never a message, which might quote the file.
alter table operations.waiting add column why text not null default 'StoreUnavailable';

-- Written by whoever asks whether the system can write: one row, however often.
create table operations.readiness (
  one boolean primary key default true check (one),
  asked_at timestamptz not null
);
