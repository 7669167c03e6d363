-- Of drivers who they are is kept, and no more, as of alarms.
UPDATE "device_event" SET "details" = jsonb_set("details", '{vehicle,drivers}', (
         SELECT coalesce(jsonb_agg(jsonb_build_object('id', d -> 'id', 'name', d -> 'name') ORDER BY place), '[]')
           FROM jsonb_array_elements("details" #> '{vehicle,drivers}') WITH ORDINALITY AS e (d, place)))
 WHERE jsonb_typeof("details" #> '{vehicle,drivers}') = 'array';
