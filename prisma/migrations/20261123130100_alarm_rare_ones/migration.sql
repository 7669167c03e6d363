-- Rare ones, which would else be looked for among all that are kept: those that wait to be closed, those flagged for
-- the next shift, and those told late.
CREATE INDEX "alarm_waiting_idx" ON "alarm" ("received_at", "id") WHERE "state" = 'resolved';
CREATE INDEX "alarm_handover_idx" ON "alarm" ("received_at", "id") WHERE "handover";
CREATE INDEX "alarm_delayed_idx" ON "alarm" ("received_at", "id") WHERE "delayed";
