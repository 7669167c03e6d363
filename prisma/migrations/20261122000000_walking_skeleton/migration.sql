-- Search: trigrams over text with case and accents folded.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- unaccent() is only STABLE because its dictionary could change; ours is named, so an index may use it.
CREATE FUNCTION gh_fold(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "mode" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "app_key_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gateway_token" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 1,
    "ciphertext" TEXT NOT NULL,
    "area_domain" TEXT NOT NULL,
    "obtained_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gateway_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gateway_slot" (
    "no" INTEGER NOT NULL,
    "free_at" TIMESTAMPTZ(6) NOT NULL,
    "grant" BIGINT NOT NULL DEFAULT 0,
    "lane" TEXT,

    CONSTRAINT "gateway_slot_pkey" PRIMARY KEY ("no")
);

-- CreateTable
CREATE TABLE "gateway_waiter" (
    "id" BIGSERIAL NOT NULL,
    "lane" TEXT NOT NULL,
    "process" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "gateway_waiter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gateway_process" (
    "id" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "gateway_process_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gateway_lane_use" (
    "lane" TEXT NOT NULL,
    "until" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "gateway_lane_use_pkey" PRIMARY KEY ("lane")
);

-- CreateTable
CREATE TABLE "gateway_usage" (
    "second" TIMESTAMPTZ(0) NOT NULL,
    "lane" TEXT NOT NULL,
    "calls" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "gateway_usage_pkey" PRIMARY KEY ("second","lane")
);

-- CreateTable
CREATE TABLE "gateway_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "down_since" TIMESTAMPTZ(3),
    "next_probe_at" TIMESTAMPTZ(3),
    "last_ok_at" TIMESTAMPTZ(3),
    "last_error_at" TIMESTAMPTZ(3),
    "last_error_code" TEXT,
    "last_error" TEXT,

    CONSTRAINT "gateway_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "fence" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "duty" (
    "name" TEXT NOT NULL,
    "holder" TEXT,
    "last_started_at" TIMESTAMPTZ(3),
    "last_finished_at" TIMESTAMPTZ(3),
    "last_ok_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "next_at" TIMESTAMPTZ(3),
    "runs" INTEGER NOT NULL DEFAULT 0,
    "stale_after_ms" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "duty_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "bus_head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "seq" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "bus_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bus_event" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "topic" TEXT NOT NULL,
    "area_ids" TEXT[],
    "payload" JSONB NOT NULL,

    CONSTRAINT "bus_event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mirror_kind" (
    "kind" TEXT NOT NULL,
    "sweep_id" BIGINT NOT NULL DEFAULT 0,
    "page" INTEGER NOT NULL DEFAULT 0,
    "seen" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "as_of" TIMESTAMPTZ(3),
    "requested_at" TIMESTAMPTZ(3),
    "looked_at" TIMESTAMPTZ(3),
    "implausible" INTEGER NOT NULL DEFAULT 0,
    "error_at" TIMESTAMPTZ(3),
    "error_code" TEXT,
    "error" TEXT,

    CONSTRAINT "mirror_kind_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "area" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "parent_id" TEXT,
    "path" TEXT[],
    "path_names" TEXT[],
    "hash" TEXT NOT NULL,
    "sweep_id" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "area_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "model" TEXT,
    "serial" TEXT,
    "firmware" TEXT,
    "time_zone_id" TEXT,
    "online" TEXT NOT NULL,
    "online_since" TIMESTAMPTZ(3),
    "added_at" TIMESTAMPTZ(3),
    "hash" TEXT NOT NULL,
    "sweep_id" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "camera" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "online" TEXT NOT NULL,
    "online_since" TIMESTAMPTZ(3),
    "abilities" TEXT[],
    "area_id" TEXT,
    "area_name" TEXT,
    "device_id" TEXT,
    "device_serial" TEXT,
    "channel_id" TEXT,
    "channel_no" INTEGER,
    "thumbnail_hash" TEXT,
    "thumbnail_at" TIMESTAMPTZ(3),
    "thumbnail_state" TEXT NOT NULL DEFAULT 'none',
    "thumbnail_reason" TEXT,
    "thumbnail_wanted_at" TIMESTAMPTZ(3),
    "hash" TEXT NOT NULL,
    "sweep_id" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "camera_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "door" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "online" TEXT NOT NULL,
    "online_since" TIMESTAMPTZ(3),
    "area_id" TEXT,
    "area_name" TEXT,
    "device_id" TEXT,
    "device_serial" TEXT,
    "channel_id" TEXT,
    "channel_no" INTEGER,
    "hash" TEXT NOT NULL,
    "sweep_id" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "door_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alarm_input" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "online" TEXT NOT NULL,
    "online_since" TIMESTAMPTZ(3),
    "area_id" TEXT,
    "area_name" TEXT,
    "device_id" TEXT,
    "device_serial" TEXT,
    "channel_id" TEXT,
    "channel_no" INTEGER,
    "hash" TEXT NOT NULL,
    "sweep_id" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarm_input_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alarm_output" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "online" TEXT NOT NULL,
    "online_since" TIMESTAMPTZ(3),
    "area_id" TEXT,
    "area_name" TEXT,
    "device_id" TEXT,
    "device_serial" TEXT,
    "channel_id" TEXT,
    "channel_no" INTEGER,
    "hash" TEXT NOT NULL,
    "sweep_id" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarm_output_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "time_zone" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "utc_offset_minutes" INTEGER NOT NULL,
    "daylight_saving" BOOLEAN NOT NULL,
    "hash" TEXT NOT NULL,
    "sweep_id" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "time_zone_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "bus_event_at_idx" ON "bus_event"("at");

-- CreateIndex
CREATE INDEX "area_parent_id_idx" ON "area"("parent_id");

-- CreateIndex
CREATE INDEX "area_name_id_idx" ON "area"("name", "id");

-- CreateIndex
CREATE INDEX "area_search_idx" ON "area" USING GIN ("search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "area_path_idx" ON "area" USING GIN ("path");

-- CreateIndex
CREATE INDEX "device_online_name_id_idx" ON "device"("online", "name", "id");

-- CreateIndex
CREATE INDEX "device_name_id_idx" ON "device"("name", "id");

-- CreateIndex
CREATE INDEX "device_serial_idx" ON "device"("serial");

-- CreateIndex
CREATE INDEX "device_search_idx" ON "device" USING GIN ("search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "camera_online_name_id_idx" ON "camera"("online", "name", "id");

-- CreateIndex
CREATE INDEX "camera_name_id_idx" ON "camera"("name", "id");

-- CreateIndex
CREATE INDEX "camera_area_id_idx" ON "camera"("area_id");

-- CreateIndex
CREATE INDEX "camera_device_id_idx" ON "camera"("device_id");

-- CreateIndex
CREATE INDEX "camera_thumbnail_wanted_at_idx" ON "camera"("thumbnail_wanted_at");

-- CreateIndex
CREATE INDEX "camera_search_idx" ON "camera" USING GIN ("search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "door_online_name_id_idx" ON "door"("online", "name", "id");

-- CreateIndex
CREATE INDEX "door_name_id_idx" ON "door"("name", "id");

-- CreateIndex
CREATE INDEX "door_area_id_idx" ON "door"("area_id");

-- CreateIndex
CREATE INDEX "door_device_id_idx" ON "door"("device_id");

-- CreateIndex
CREATE INDEX "door_search_idx" ON "door" USING GIN ("search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "alarm_input_online_name_id_idx" ON "alarm_input"("online", "name", "id");

-- CreateIndex
CREATE INDEX "alarm_input_name_id_idx" ON "alarm_input"("name", "id");

-- CreateIndex
CREATE INDEX "alarm_input_area_id_idx" ON "alarm_input"("area_id");

-- CreateIndex
CREATE INDEX "alarm_input_device_id_idx" ON "alarm_input"("device_id");

-- CreateIndex
CREATE INDEX "alarm_input_search_idx" ON "alarm_input" USING GIN ("search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "alarm_output_online_name_id_idx" ON "alarm_output"("online", "name", "id");

-- CreateIndex
CREATE INDEX "alarm_output_name_id_idx" ON "alarm_output"("name", "id");

-- CreateIndex
CREATE INDEX "alarm_output_area_id_idx" ON "alarm_output"("area_id");

-- CreateIndex
CREATE INDEX "alarm_output_device_id_idx" ON "alarm_output"("device_id");

-- CreateIndex
CREATE INDEX "alarm_output_search_idx" ON "alarm_output" USING GIN ("search" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Sorting a list by state: the state first, names within, as one text so that a cursor is one comparison.
CREATE INDEX "device_state_idx" ON "device" (("online" || E'\n' || "name"), "id");
CREATE INDEX "camera_state_idx" ON "camera" (("online" || E'\n' || "name"), "id");
CREATE INDEX "door_state_idx" ON "door" (("online" || E'\n' || "name"), "id");
CREATE INDEX "alarm_input_state_idx" ON "alarm_input" (("online" || E'\n' || "name"), "id");
CREATE INDEX "alarm_output_state_idx" ON "alarm_output" (("online" || E'\n' || "name"), "id");

-- A search right after the first sweep must not read a long list of pending entries first.
ALTER INDEX "area_search_idx" SET (fastupdate = off);
ALTER INDEX "device_search_idx" SET (fastupdate = off);
ALTER INDEX "camera_search_idx" SET (fastupdate = off);
ALTER INDEX "door_search_idx" SET (fastupdate = off);
ALTER INDEX "alarm_input_search_idx" SET (fastupdate = off);
ALTER INDEX "alarm_output_search_idx" SET (fastupdate = off);

-- A pass of the mirror stamps every row it saw. With room left on each page such an update stays on it and touches
-- no index; on full pages an unchanged pass of 20,000 cameras wrote some 500 MB of log.
ALTER TABLE "area" SET (fillfactor = 45);
ALTER TABLE "device" SET (fillfactor = 45);
ALTER TABLE "camera" SET (fillfactor = 45);
ALTER TABLE "door" SET (fillfactor = 45);
ALTER TABLE "alarm_input" SET (fillfactor = 45);
ALTER TABLE "alarm_output" SET (fillfactor = 45);

-- ---------------------------------------------------------------------------------------------
-- The rate budget of the gateway: five slots on the database's clock. See lib/gateway/budget.ts.
-- ---------------------------------------------------------------------------------------------
INSERT INTO "gateway_slot" ("no", "free_at") SELECT n, clock_timestamp() FROM generate_series(1, 5) AS n;
INSERT INTO "gateway_state" ("id") VALUES (1);
INSERT INTO "bus_head" ("id") VALUES (1);

-- The clock of the budget. A test may set it for its own connection and so try thousands of histories.
CREATE FUNCTION gateway_clock() RETURNS timestamptz
  LANGUAGE sql VOLATILE
  AS $$ SELECT coalesce(nullif(current_setting('gatehouse.clock', true), '')::timestamptz, clock_timestamp()) $$;

-- Joins the queue of a lane and marks the lane as used. Returns the waiter's id.
CREATE FUNCTION gateway_enter(p_process text, p_lane text) RETURNS bigint
  LANGUAGE plpgsql
  AS $$
DECLARE
  t timestamptz := gateway_clock();
  waiter bigint;
BEGIN
  INSERT INTO gateway_process (id, seen_at) VALUES (p_process, t)
    ON CONFLICT (id) DO UPDATE SET seen_at = greatest(gateway_process.seen_at, EXCLUDED.seen_at);
  INSERT INTO gateway_lane_use (lane, until) VALUES (p_lane, t + interval '5 seconds')
    ON CONFLICT (lane) DO UPDATE SET until = greatest(gateway_lane_use.until, EXCLUDED.until);
  INSERT INTO gateway_waiter (lane, process, entered_at) VALUES (p_lane, p_process, t) RETURNING id INTO waiter;
  RETURN waiter;
END $$;

-- How much a lane wants a slot (lower is served first), null when it may not have it.
CREATE FUNCTION gateway_rank(p_slot int, p_lane text, p_waited interval, p_used text[], p_messages_due boolean)
  RETURNS numeric
  LANGUAGE sql IMMUTABLE
  AS $$
    SELECT CASE
      WHEN p_slot IN (1, 2) AND p_lane = 'alarms' THEN 0
      WHEN p_slot = 4 AND p_lane = 'messages' AND p_messages_due THEN 0
      WHEN p_slot = 5 AND p_lane = 'sweeps' AND p_waited > interval '3 seconds' THEN 0
      WHEN p_slot IN (3, 4, 5) AND p_lane = 'interactive' THEN 1
      WHEN p_lane = 'alarms' AND 'drain' = ANY (p_used) THEN 2
      WHEN p_slot = 4 AND p_lane = 'messages' THEN 3
      WHEN p_slot = 5 AND p_lane = 'sweeps' THEN 3
      WHEN p_lane = 'alarms' THEN 4
      -- Lent: nobody uses the lanes that own this slot.
      WHEN p_slot IN (1, 2) AND NOT 'alarms' = ANY (p_used)
        OR p_slot = 3 AND NOT 'interactive' = ANY (p_used)
        OR p_slot = 4 AND NOT p_used && ARRAY['interactive', 'messages']
        OR p_slot = 5 AND NOT p_used && ARRAY['interactive', 'sweeps']
      THEN CASE p_lane WHEN 'interactive' THEN 5 WHEN 'messages' THEN 6 ELSE 7 END
    END
  $$;

-- Serves free slots to waiters of all processes in order; hands out those of the calling process and keeps
-- the others' for them. One row each grant; a last row without waiter tells when to ask again.
CREATE FUNCTION gateway_dispatch(p_process text, p_spacing interval)
  RETURNS TABLE (waiter bigint, slot int, granted bigint, again_ms double precision)
  LANGUAGE plpgsql
  AS $$
DECLARE
  t timestamptz;
  used text[];
  due boolean;
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

  LOOP
    SELECT w.id, w.process, w.lane, s.no INTO pick
      FROM (SELECT x.*, row_number() OVER (PARTITION BY x.lane ORDER BY x.id) AS place
              FROM gateway_waiter x WHERE x.id <> ALL (served)) w
      CROSS JOIN gateway_slot s
      CROSS JOIN LATERAL (SELECT gateway_rank(s.no, w.lane, t - w.entered_at, used, due) AS rank) r
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

-- The answer proves that the call arrived: from now on one second is enough.
CREATE FUNCTION gateway_answered(p_slot int, p_grant bigint, p_window interval) RETURNS void
  LANGUAGE sql
  AS $$ UPDATE gateway_slot SET free_at = least(free_at, gateway_clock() + p_window)
        WHERE no = p_slot AND "grant" = p_grant $$;

-- The caller was slow between grant and socket: count from now. False when the slot went to somebody else.
CREATE FUNCTION gateway_restamp(p_slot int, p_grant bigint, p_spacing interval) RETURNS boolean
  LANGUAGE plpgsql
  AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('gatehouse.budget'));
  UPDATE gateway_slot SET free_at = gateway_clock() + p_spacing WHERE no = p_slot AND "grant" = p_grant;
  RETURN FOUND;
END $$;

-- Nothing was sent: the slot is free again at once.
CREATE FUNCTION gateway_unused(p_slot int, p_grant bigint) RETURNS void
  LANGUAGE sql
  AS $$ UPDATE gateway_slot SET free_at = gateway_clock() WHERE no = p_slot AND "grant" = p_grant $$;

-- ---------------------------------------------------------------------------------------------
-- The live bus: sequence in commit order. The head's row lock lasts until commit. See lib/bus.
-- ---------------------------------------------------------------------------------------------
CREATE FUNCTION bus_publish(p_topic text, p_area_ids text[], p_payload jsonb) RETURNS bigint
  LANGUAGE plpgsql
  AS $$
DECLARE
  number bigint;
BEGIN
  UPDATE bus_head SET seq = seq + 1 WHERE id = 1 RETURNING seq INTO number;
  INSERT INTO bus_event (seq, topic, area_ids, payload) VALUES (number, p_topic, p_area_ids, p_payload);
  PERFORM pg_notify('gatehouse_bus', number::text);
  RETURN number;
END $$;
