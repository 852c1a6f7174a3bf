-- Events of the log whose data an owner took a person's words out of, once, because the first release kept them in clear.
-- What was taken out stands nowhere. Rows are added and never changed.
create table operations.redaction (
  position bigint primary key,
  event_id uuid not null,
  stream text not null,
  type text not null,
  at timestamptz not null default now(),
  actor text not null,
  reason text not null
);

create function operations.refuse_redaction_change() returns trigger language plpgsql as $$
begin
  raise exception 'the journal of redactions is not changed afterwards';
end
$$;
create trigger unchanged before update or delete or truncate on operations.redaction
  for each statement execute function operations.refuse_redaction_change();
