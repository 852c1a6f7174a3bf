-- log.append as before, but large appends queue among themselves before they queue for the head with everybody else: what
-- people decide while an import runs waits for one batch at most.
create or replace function log.append(
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

  -- Taken after the streams and before the head. A queue for the head that is fair: whoever waits for a row can be overtaken
  -- by somebody who comes when it is freed. Large appends wait for each other first, so that one of them at most stands in it.
  if n > 100 then
    perform pg_advisory_xact_lock(hashtextextended('log.append: batches', 0));
  end if;
  perform pg_advisory_xact_lock(hashtextextended('log.append: head', 0));
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
