-- A run is looked at as one: its open members, the first of them first.
CREATE INDEX "alarm_open_group_idx" ON "alarm" ("group_id", "received_at", "id") WHERE "state" NOT IN ('resolved', 'closed');

-- What nobody cleared or carried on; few beside all that ever stood in a handover.
CREATE INDEX "handover_item_left_idx" ON "handover_item" ("first_at", "id") WHERE "cleared_at" IS NULL AND "moved_to" IS NULL;

-- Of drivers who they are is kept, and no more.
UPDATE "alarm" SET "vehicle" = jsonb_set("vehicle", '{drivers}', (
         SELECT coalesce(jsonb_agg(jsonb_build_object('id', d -> 'id', 'name', d -> 'name') ORDER BY place), '[]')
           FROM jsonb_array_elements("vehicle" -> 'drivers') WITH ORDINALITY AS e (d, place)))
 WHERE jsonb_typeof("vehicle" -> 'drivers') = 'array';

-- How far a rule has looked through alarms in the order of their receipt: what was looked at costs nothing any more.
ALTER TABLE "escalation_rule" ADD COLUMN     "looked_at" TIMESTAMPTZ(3),
ADD COLUMN     "looked_id" TEXT NOT NULL DEFAULT '';
DROP INDEX "alarm_new_received_idx";
CREATE INDEX "alarm_new_received_idx" ON "alarm" ("received_at", "id") WHERE "state" = 'new';

-- Alarms that have become another matter since, and are looked at again.
CREATE TABLE "escalation_again" (
    "id" BIGSERIAL NOT NULL,
    "alarm_id" TEXT NOT NULL,

    CONSTRAINT "escalation_again_pkey" PRIMARY KEY ("id")
);
CREATE FUNCTION gh_escalation_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO escalation_again (alarm_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER alarm_changed_escalates AFTER UPDATE OF priority, area_id, snooze_id, received_at ON alarm FOR EACH ROW
  WHEN (NEW.state = 'new' AND NEW.snooze_id IS NULL AND (OLD.priority, OLD.area_id, OLD.snooze_id, OLD.received_at)
        IS DISTINCT FROM (NEW.priority, NEW.area_id, NEW.snooze_id, NEW.received_at))
  EXECUTE FUNCTION gh_escalation_again();
-- Received before it is stored: a rule may have looked past it.
CREATE TRIGGER alarm_stored_escalates AFTER INSERT ON alarm FOR EACH ROW
  WHEN (NEW.state = 'new' AND NEW.received_at < clock_timestamp() - interval '5 seconds')
  EXECUTE FUNCTION gh_escalation_again();

-- One mail or request for many alarms.
ALTER TABLE "escalation_delivery" ADD COLUMN     "gathers" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "also" TEXT[] DEFAULT ARRAY[]::TEXT[];
CREATE INDEX "escalation_delivery_rule_id_created_at_idx" ON "escalation_delivery"("rule_id", "created_at");
