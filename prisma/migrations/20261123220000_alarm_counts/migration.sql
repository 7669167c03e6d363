-- Two lists are counted (up to 10,000) from their index alone: what waits to be closed, and what is of some areas in a
-- state. What is included changes rarely, or with the state, which moves a row to other indexes anyway.
DROP INDEX "alarm_waiting_idx";
CREATE INDEX "alarm_waiting_idx" ON "alarm" ("received_at", "id") INCLUDE ("priority", "type", "area_id", "group_id") WHERE "state" = 'resolved';
DROP INDEX "alarm_area_id_received_at_idx";
CREATE INDEX "alarm_area_idx" ON "alarm" ("area_id", "received_at") INCLUDE ("state");
