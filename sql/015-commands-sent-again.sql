-- Commands that may be sent again under a key of their sender: what was asked for under it, so that the same key with anything
-- else is refused. Of what the command says only a keyed hash is kept. Rows go after a week.
create table operations.idempotency (
  actor uuid not null,
  key uuid not null,
  -- The use case and what it was asked of: together what verb and path say.
  deed text not null,
  target uuid not null,
  content_hash bytea not null,
  -- What the command's events are named by.
  command_id uuid not null,
  at timestamptz not null default now(),
  primary key (actor, key)
);
create index idempotency_by_time on operations.idempotency (at);
