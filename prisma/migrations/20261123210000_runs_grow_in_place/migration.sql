-- The open run that a repeat joins, the latest first: asked for each new alarm in these words. Runs of a kind do not
-- overlap, so that the latest to begin is the latest to go on; by its beginning a run that grows changes no index, and
-- its row is written anew in its place.
DROP INDEX "alarm_run_idx";
CREATE INDEX "alarm_run_idx" ON "alarm" ("source_id", "type", "gateway_priority", (coalesce("rule_id", '')), (coalesce("area_id", '')), "occurred_at" DESC) WHERE "id" = "group_id" AND "state" NOT IN ('resolved', 'closed');
