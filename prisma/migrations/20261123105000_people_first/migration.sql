-- People wait less: measured with two pumps, a sweep and 200 calls in two minutes, their wait's p95 was 2.5 s.
-- While somebody asks, what need not be just now keeps away from slots 4 and 5, which then are blocked for a whole
-- second; and they may take one of the two alarm slots while no alarm wants it. See docs/decisions/003-rate-budget.md.
DROP FUNCTION gateway_rank(int, text, interval, text[], boolean);

-- How much a lane wants a slot (lower is served first), null when it may not have it.
CREATE FUNCTION gateway_rank(
  p_slot int, p_lane text, p_waited interval, p_used text[], p_messages_due boolean, p_people boolean
)
  RETURNS numeric
  LANGUAGE sql IMMUTABLE
  AS $$
    SELECT CASE
      WHEN p_slot IN (1, 2) AND p_lane = 'alarms' THEN 0
      WHEN p_slot = 4 AND p_lane = 'messages' AND p_messages_due THEN 0
      WHEN p_slot = 5 AND p_lane = 'sweeps' AND p_waited > CASE WHEN p_people THEN interval '8 seconds'
                                                                ELSE interval '3 seconds' END THEN 0
      WHEN p_slot IN (3, 4, 5) AND p_lane = 'interactive' THEN 1
      WHEN p_lane = 'alarms' AND 'drain' = ANY (p_used) THEN 2
      WHEN p_slot = 2 AND p_lane = 'interactive' THEN 3
      WHEN p_slot = 4 AND p_lane = 'messages' AND NOT p_people THEN 3
      WHEN p_slot = 5 AND p_lane = 'sweeps' AND NOT p_people THEN 3
      WHEN p_lane = 'alarms' THEN 4
      -- Lent: nobody uses the lanes that own this slot.
      WHEN p_slot IN (1, 2) AND NOT 'alarms' = ANY (p_used)
        OR p_slot = 3 AND NOT 'interactive' = ANY (p_used)
        OR p_slot = 4 AND NOT p_used && ARRAY['interactive', 'messages']
        OR p_slot = 5 AND NOT p_used && ARRAY['interactive', 'sweeps']
      THEN CASE p_lane WHEN 'interactive' THEN 5 WHEN 'messages' THEN 6 ELSE 7 END
    END
  $$;

CREATE OR REPLACE FUNCTION gateway_dispatch(p_process text, p_spacing interval)
  RETURNS TABLE (waiter bigint, slot int, granted bigint, again_ms double precision)
  LANGUAGE plpgsql
  AS $$
DECLARE
  t timestamptz;
  used text[];
  due boolean;
  people boolean;
  taken_slots int[] := '{}';
  served bigint[] := '{}';
  pick record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('gatehouse.budget'));
  t := gateway_clock();
  INSERT INTO gateway_process AS p (id, seen_at) VALUES (p_process, t)
    ON CONFLICT (id) DO UPDATE SET seen_at = greatest(p.seen_at, EXCLUDED.seen_at);
  -- A process that has not asked for two seconds is dead or stuck; its waiters must not hold up the others.
  DELETE FROM gateway_waiter w USING gateway_process p
    WHERE p.id = w.process AND p.seen_at < t - interval '2 seconds';
  DELETE FROM gateway_process p WHERE p.seen_at < t - interval '1 minute';
  SELECT coalesce(array_agg(u.lane), '{}') INTO used FROM gateway_lane_use u WHERE u.until > t;
  SELECT NOT EXISTS (SELECT 1 FROM gateway_usage u WHERE u.lane = 'messages' AND u.second > t - interval '2 seconds')
    INTO due;
  SELECT EXISTS (SELECT 1 FROM gateway_usage u WHERE u.lane = 'interactive' AND u.second > t - interval '2 seconds')
    INTO people;

  LOOP
    SELECT w.id, w.process, w.lane, s.no INTO pick
      FROM (SELECT x.*, row_number() OVER (PARTITION BY x.lane ORDER BY x.id) AS place
              FROM gateway_waiter x WHERE x.id <> ALL (served)) w
      CROSS JOIN gateway_slot s
      CROSS JOIN LATERAL (SELECT gateway_rank(s.no, w.lane, t - w.entered_at, used, due, people) AS rank) r
      WHERE w.place = 1 AND s.free_at <= t AND s.no <> ALL (taken_slots) AND r.rank IS NOT NULL
      -- Alarms take borrowed slots before their own, everybody else the own before the lent.
      ORDER BY r.rank, w.id, CASE WHEN w.lane = 'alarms' THEN -s.no ELSE s.no END
      LIMIT 1;
    EXIT WHEN NOT FOUND;
    served := served || pick.id;
    taken_slots := taken_slots || pick.no;
    CONTINUE WHEN pick.process <> p_process;
    UPDATE gateway_slot s SET free_at = t + p_spacing, "grant" = s."grant" + 1, lane = pick.lane
      WHERE s.no = pick.no RETURNING s."grant" INTO granted;
    DELETE FROM gateway_waiter w WHERE w.id = pick.id;
    INSERT INTO gateway_usage AS u (second, lane, calls) VALUES (date_trunc('second', t), pick.lane, 1)
      ON CONFLICT ON CONSTRAINT gateway_usage_pkey DO UPDATE SET calls = u.calls + 1;
    waiter := pick.id;
    slot := pick.no;
    again_ms := NULL;
    RETURN NEXT;
  END LOOP;

  waiter := NULL;
  slot := NULL;
  granted := NULL;
  SELECT greatest(0, extract(epoch FROM min(s.free_at) - t) * 1000) INTO again_ms
    FROM gateway_slot s WHERE s.free_at > t;
  RETURN NEXT;
END $$;
