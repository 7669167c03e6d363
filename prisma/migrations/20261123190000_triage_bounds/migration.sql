-- A run is looked at as one: its open members, the first of them first.
CREATE INDEX "alarm_open_group_idx" ON "alarm" ("group_id", "received_at", "id") WHERE "state" NOT IN ('resolved', 'closed');

-- What nobody cleared or carried on; few beside all that ever stood in a handover.
CREATE INDEX "handover_item_left_idx" ON "handover_item" ("first_at", "id") WHERE "cleared_at" IS NULL AND "moved_to" IS NULL;

-- Of drivers who they are is kept, and no more.
UPDATE "alarm" SET "vehicle" = jsonb_set("vehicle", '{drivers}', (
         SELECT coalesce(jsonb_agg(jsonb_build_object('id', d -> 'id', 'name', d -> 'name') ORDER BY place), '[]')
           FROM jsonb_array_elements("vehicle" -> 'drivers') WITH ORDINALITY AS e (d, place)))
 WHERE jsonb_typeof("vehicle" -> 'drivers') = 'array';
