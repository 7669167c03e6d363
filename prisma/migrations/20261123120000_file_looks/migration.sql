-- CreateTable
CREATE TABLE "file_look" (
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "file_look_pkey" PRIMARY KEY ("user_id","kind","object_id")
);

-- Few of many: what is still to be fetched, and what a device has promised.
CREATE INDEX "alarm_file_wanted_idx" ON "alarm_file" ("first_seen_at") WHERE "state" = 'wanted';
CREATE INDEX "alarm_file_waiting_idx" ON "alarm_file" ("first_seen_at") WHERE "state" = 'waiting';
