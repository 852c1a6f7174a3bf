-- The log: every event that ever happened, in one order. Nothing here is ever changed or deleted; log.append is the only
-- way in. docs/adr/001 to 003 tell why these tables have the shape they have, and what was measured.
create schema log;

-- The one row that gives positions. Whoever holds it is the only one writing events, so positions have no gaps and their
-- order is the order of the commits: a reader that saw position n has seen everything before it.
create table log.head (
  one boolean primary key default true check (one),
  position bigint not null default 0,
  -- The event at that position.
  event_id uuid,
  -- The running maximum of the store's clock: never goes back, so a time can be searched for by halves.
  recorded_at timestamptz not null default '-infinity',
  -- Positions below this one have a partition.
  partition_end bigint not null default 1,
  -- Positions per partition to come: 2^25 is about half a year at 100 000 records a day.
  partition_size bigint not null default 33554432 check (partition_size > 0)
) with (fillfactor = 10);
insert into log.head default values;

-- The newest version of each stream; the row is locked by whoever appends to it.
create table log.stream (
  -- All events of the stream lie after this position: older partitions need not be looked at.
  after bigint not null,
  version int not null,
  stream text collate "C" primary key
) with (fillfactor = 90);

-- Columns of fixed width come first, and metadata are columns: bytes per event are what an import costs.
-- `data` is json, not jsonb: the text is kept as it was sent (also \u0000), and is written 1.6 times as fast.
create table log.event (
  position bigint not null,
  recorded_at timestamptz not null,
  decided_at timestamptz not null,
  version int not null,
  v smallint not null,
  event_id uuid not null,
  command_id uuid not null,
  correlation_id uuid not null,
  causation_id uuid,
  stream text collate "C" not null,
  type text collate "C" not null,
  actor text collate "C" not null,
  data json not null,
  constraint event_pkey primary key (position)
) partition by range (position);

-- Streams of which there are few beside those of records: reading them alone must not read the whole log.
create index event_category on log.event (split_part(stream, '-', 1), position)
  where split_part(stream, '-', 1) in
    ('import', 'source', 'ruleset', 'policy', 'bulk', 'recipe', 'merge', 'subject', 'thread', 'export', 'user', 'proof');

-- What people did is looked up by its id (`--at event:<id>`); an index over all ids would cost an import 5 to 10 %.
create index event_by_people on log.event (event_id) where actor like 'user:%';

create function log.refuse() returns trigger language plpgsql as $$
begin
  raise exception '% on %.% is refused: the log is append-only', tg_op, tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege', hint = 'What was wrong is struck out by a later event (undo).';
end $$;

-- Triggers that fire whoever asks, replication sessions included. A statement that names a partition fires only the
-- partition's own, so each partition gets them too.
create function log.protect(target regclass, operations text) returns void language plpgsql as $$
begin
  execute format('create trigger append_only before %s on %s for each statement execute function log.refuse()', operations, target);
  execute format('alter table %s enable always trigger append_only', target);
end $$;
select log.protect('log.event', 'update or delete or truncate');
select log.protect('log.stream', 'delete or truncate');
select log.protect('log.head', 'delete or truncate');

create trigger moves_on before update on log.head
  for each row when (new.position < old.position or new.recorded_at < old.recorded_at) execute function log.refuse();
create trigger moves_on before update on log.stream
  for each row when (new.version <= old.version or new.stream <> old.stream) execute function log.refuse();
alter table log.head enable always trigger moves_on;
alter table log.stream enable always trigger moves_on;

-- Makes the partition that starts at a position. It is built aside and attached, which lets readers and writers go on
-- (`create table … partition of` would lock them all out).
create function log.add_partition(first bigint, size bigint) returns void language plpgsql as $$
declare
  name text := format('event_from_%s', first);
begin
  execute format('create table log.%I (like log.event including defaults including storage including compression)', name);
  -- (stream, version) cannot be unique over all partitions, as it lacks the position: the locked row in log.stream is
  -- what makes it so, and this index is what finds a stream's events.
  execute format('create unique index %I on log.%I (stream, version)', name || '_stream_version', name);
  perform log.protect(format('log.%I', name)::regclass, 'update or delete or truncate');
  execute format('alter table log.event attach partition log.%I for values from (%s) to (%s)', name, first, first + size);
end $$;

-- Appends events to streams. One transaction, one reading of the clock, positions in the order of the arrays.
--
-- streams, expected, last: the writes: a stream once each, the version it must have (-1 for none), the version it gets.
-- write, versions, …: the events: which write (from 1), and what is stored. `versions` continue `expected`.
-- said, correlations, …: metadata that many events share: which set (from 1) each event has, and the sets. Taking five
--              arrays as long as the others apart would cost a tenth of the call.
-- independent: false = all or nothing: raises HL001, or 23505 on log.stream, where an expectation does not hold.
--              true = what holds is appended, and `refused` names the writes whose expectation does not.
-- Streams are locked in order of their names and the head after them all, so that two calls never wait for each other in a ring.
create function log.append(
  streams text[], expected int[], last int[], independent boolean,
  write int[], versions int[], ids uuid[], commands uuid[], types text[], data json[],
  said int[], correlations uuid[], causations uuid[], actors text[], decided timestamptz[], vs smallint[],
  out base bigint, out recorded timestamptz, out refused int[]
) language plpgsql security definer
-- The plan is made once and kept, while the tables grow from nothing to billions: it may only ever use indexes.
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  n int := cardinality(ids);
  fresh int := cardinality(array_positions(expected, -1));
  existing int := cardinality(streams) - fresh;
  seen bigint := (select position from log.head);
  accepted text[] := '{}';
  moved text[];
  done int;
  head_end bigint;
  head_size bigint;
  first_end bigint;
begin
  if fresh > 0 and not independent then
    insert into log.stream (after, version, stream)
      select seen, w.last, w.stream from unnest(streams, expected, last) w(stream, expected, last)
      where w.expected = -1 order by w.stream collate "C";
  elsif fresh > 0 then
    with made as (
      insert into log.stream (after, version, stream)
        select seen, w.last, w.stream from unnest(streams, expected, last) w(stream, expected, last)
        where w.expected = -1 order by w.stream collate "C"
        on conflict do nothing returning stream
    )
    select coalesce(array_agg(stream), '{}') into accepted from made;
  end if;
  if existing > 0 then
    if existing > 1 then
      perform 1 from log.stream s
        where s.stream = any (array(select w.stream from unnest(streams, expected) w(stream, expected) where w.expected >= 0))
        order by s.stream for no key update;
    end if;
    with moved as (
      update log.stream s set version = w.last
        from unnest(streams, expected, last) w(stream, expected, last)
        where w.expected >= 0 and s.stream = w.stream and s.version = w.expected
        returning s.stream
    )
    select coalesce(array_agg(stream), '{}') into moved from moved;
    if not independent and cardinality(moved) < existing then
      raise exception 'a stream does not have the expected version' using errcode = 'HL001';
    end if;
    accepted := accepted || moved;
  end if;
  if independent and cardinality(accepted) < cardinality(streams) then
    refused := array(select w.i::int from unnest(streams) with ordinality w(stream, i) where w.stream <> all (accepted) order by w.i);
    n := (select count(*) from unnest(write) e(w) where e.w <> all (refused));
    if n = 0 then
      return;
    end if;
  end if;

  update log.head h
    set position = h.position + n,
        recorded_at = greatest(h.recorded_at, date_trunc('milliseconds', clock_timestamp())),
        event_id = case when refused is null then ids[n] else (
          select e.id from unnest(write, ids) with ordinality e(w, id, i) where e.w <> all (refused) order by e.i desc limit 1
        ) end
    returning h.position - n, h.recorded_at, h.partition_end, h.partition_size into base, recorded, head_end, head_size;
  first_end := head_end;
  while base + n + head_size / 2 >= head_end loop
    perform log.add_partition(head_end, head_size);
    head_end := head_end + head_size;
  end loop;
  if head_end > first_end then
    update log.head set partition_end = head_end;
  end if;

  if refused is null then
    insert into log.event (position, recorded_at, decided_at, version, v, event_id, command_id,
      correlation_id, causation_id, stream, type, actor, data)
      select base + e.i, recorded, decided[e.said], e.version, vs[e.said], e.id, e.command,
        correlations[e.said], causations[e.said], streams[e.write], e.type, actors[e.said], e.data
      from unnest(write, versions, ids, commands, types, data, said) with ordinality
        e(write, version, id, command, type, data, said, i);
  else
    insert into log.event (position, recorded_at, decided_at, version, v, event_id, command_id,
      correlation_id, causation_id, stream, type, actor, data)
      select base + row_number() over (order by e.i), recorded, decided[e.said], e.version, vs[e.said], e.id, e.command,
        correlations[e.said], causations[e.said], streams[e.write], e.type, actors[e.said], e.data
      from unnest(write, versions, ids, commands, types, data, said) with ordinality
        e(write, version, id, command, type, data, said, i)
      where e.write <> all (refused);
  end if;
  get diagnostics done = row_count;
  if done <> n then
    raise exception 'wrote % of % events', done, n;
  end if;
  -- Wakes readers who wait. They would find the events without it, only later.
  perform pg_notify('healthai_log', (base + n)::text);
end $$;

-- The last position whose time is not later than `moment`; 0 where all are later.
create function log.position_at(moment timestamptz) returns bigint language plpgsql stable
set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  low bigint := 0;
  high bigint;
  middle bigint;
  found_at timestamptz;
begin
  select case when h.recorded_at <= moment then h.position end, h.position into low, high from log.head h;
  if low is not null then
    return low;
  end if;
  low := 0;
  -- low: not later, or before the log · high: later.
  while high - low > 1 loop
    middle := low + (high - low) / 2;
    select e.recorded_at into found_at from log.event e where e.position = middle;
    -- A partition that was archived holds older events than all that are kept.
    if not found or found_at <= moment then low := middle; else high := middle; end if;
  end loop;
  return low;
end $$;

-- The position of an event by its id; null where there is none. At once for what people did; else partition by partition,
-- newest first: minutes in a full one, unless it was given an index once nothing is written to it any more
-- (`create index on log.event_from_… using brin (event_id uuid_bloom_ops)` is small, and is used here).
create function log.find(wanted uuid) returns bigint language plpgsql stable security definer
set search_path = pg_catalog, pg_temp set enable_bitmapscan = on
as $$
declare
  found_at bigint;
  part regclass;
begin
  select e.position into found_at from log.event e where e.event_id = wanted and e.actor like 'user:%';
  if found then
    return found_at;
  end if;
  for part in
    select i.inhrelid::regclass from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'log.event'::regclass order by c.oid desc
  loop
    execute format('select position from %s where event_id = $1', part) into found_at using wanted;
    if found_at is not null then
      return found_at;
    end if;
  end loop;
  return null;
end $$;

-- Nobody but the owner may touch the tables. Where roles can be made, `healthai_log` may read them and append, and that is
-- all: the service should log in as a member of it. Where not, the triggers stand alone.
revoke all on all functions in schema log from public;
do $$
begin
  if not exists (select from pg_roles where rolname = 'healthai_log') then
    create role healthai_log nologin;
  end if;
exception
  when insufficient_privilege then raise notice 'no right to create the role healthai_log: the log is protected by its triggers alone';
  when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  if exists (select from pg_roles where rolname = 'healthai_log') then
    grant usage on schema log to healthai_log;
    grant select on log.head, log.stream, log.event to healthai_log;
    grant execute on function log.append, log.position_at, log.find to healthai_log;
  end if;
end $$;
