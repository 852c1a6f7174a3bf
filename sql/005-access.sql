-- Who was shown clear text about people, when and for which purpose. Rows are added and, when their time is over, deleted;
-- never changed. They hold no value that was shown.
create table operations.access (
  access_id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  what text not null,
  purpose text not null,
  -- The position of the log as of which it was shown.
  position bigint not null
);
create index access_by_time on operations.access (at);

create function operations.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the access log is not changed afterwards';
end
$$;
create trigger unchanged before update on operations.access
  for each statement execute function operations.refuse_change();
