-- AlterTable
ALTER TABLE "queue_gap" ADD COLUMN     "next_attempt_at" TIMESTAMPTZ(3),
ADD COLUMN     "refused_areas" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "refusals" INTEGER NOT NULL DEFAULT 0;

-- The open run that a repeat joins, the latest first: asked for each new alarm in these words.
DROP INDEX "alarm_run_idx";
CREATE INDEX "alarm_run_idx" ON "alarm" ("source_id", "type", "gateway_priority", (coalesce("rule_id", '')), (coalesce("area_id", '')), "group_last_at" DESC) WHERE "id" = "group_id" AND "state" NOT IN ('resolved', 'closed');
