-- AlterTable
ALTER TABLE "queue_state" ADD COLUMN     "switched_on" BOOLEAN,
ADD COLUMN     "unreadable" BIGINT NOT NULL DEFAULT 0;

-- The open run that a repeat joins: asked for each new alarm.
CREATE INDEX "alarm_run_idx" ON "alarm" ("source_id", "type") WHERE "id" = "group_id" AND "state" NOT IN ('resolved', 'closed');
