-- Where an alarm stands when the most urgent come first and, of equally urgent ones, the latest: one number, so that
-- paging by it needs one comparison. Milliseconds since 1970 have 13 digits until the year 2286.
CREATE FUNCTION gh_alarm_rank(priority INTEGER, received TIMESTAMPTZ) RETURNS BIGINT
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN priority::bigint * 10000000000000 - round(extract(epoch FROM received AT TIME ZONE 'UTC') * 1000)::bigint;

DROP INDEX "alarm_open_priority_idx";
CREATE INDEX "alarm_open_rank_idx" ON "alarm" (gh_alarm_rank("priority", "received_at"), "id") WHERE "state" NOT IN ('resolved', 'closed');
CREATE INDEX "alarm_rank_idx" ON "alarm" (gh_alarm_rank("priority", "received_at"), "id");

-- What is handled is found by when that was, and who owns what is open by name.
CREATE INDEX "alarm_resolved_idx" ON "alarm" ("resolved_at") WHERE "resolved_at" IS NOT NULL;
CREATE INDEX "alarm_open_owner_idx" ON "alarm" ("owner_id", "received_at", "id") WHERE "state" NOT IN ('resolved', 'closed');
