-- Where each projection stands in the log, and what it could not apply. The tables of a projection lie in schemas of its
-- own, which its code creates: `build` tells the ones in use (live) from those being filled beside them (next).
create schema projection;

create table projection.checkpoint (
  name text not null,
  build text not null default 'live' check (build in ('live', 'next')),
  version int not null,
  -- Everything up to here is applied. event_id is the event at this position, null where the store has none exactly here.
  position bigint not null default 0,
  event_id uuid,
  -- False once the event at the position turned out to be another one: the log is not the one these tables were made from.
  valid boolean not null default true,
  primary key (name, build)
);

-- Events that a projection could not apply and went on without.
create table projection.parked (
  name text not null,
  build text not null,
  version int not null,
  position bigint not null,
  event_id uuid not null,
  stream text not null,
  error text not null,
  primary key (name, build, position)
);
