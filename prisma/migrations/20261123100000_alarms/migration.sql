-- CreateTable
CREATE TABLE "queue_state" (
    "queue" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'starting',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "reason" TEXT,
    "code" TEXT,
    "subscribed_at" TIMESTAMPTZ(3),
    "pulled_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3),
    "received" BIGINT NOT NULL DEFAULT 0,
    "remaining" INTEGER,
    "position" TEXT,

    CONSTRAINT "queue_state_pkey" PRIMARY KEY ("queue")
);

-- CreateTable
CREATE TABLE "queue_message" (
    "id" BIGSERIAL NOT NULL,
    "queue" TEXT NOT NULL,
    "batch" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "guid" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "raw" JSONB NOT NULL,

    CONSTRAINT "queue_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "queue_gap" (
    "id" UUID NOT NULL,
    "queue" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "state" TEXT NOT NULL DEFAULT 'open',
    "read_to" TIMESTAMPTZ(3),
    "recovered" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "code" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "queue_gap_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alarm" (
    "id" TEXT NOT NULL,
    "type" TEXT,
    "main_category" TEXT,
    "sub_category" TEXT,
    "source_type" TEXT,
    "source_id" TEXT,
    "source_name" TEXT,
    "area_id" TEXT,
    "area_name" TEXT,
    "device_id" TEXT,
    "device_name" TEXT,
    "device_serial" TEXT,
    "device_category" TEXT,
    "rule_id" TEXT,
    "rule_name" TEXT,
    "rule_description" TEXT,
    "priority" INTEGER NOT NULL DEFAULT 4,
    "gateway_priority" INTEGER NOT NULL DEFAULT 4,
    "priority_name" TEXT,
    "priority_color" TEXT,
    "priority_override" INTEGER,
    "search" TEXT NOT NULL DEFAULT '',
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "active" BOOLEAN,
    "pulse" BOOLEAN NOT NULL DEFAULT false,
    "pulses" INTEGER NOT NULL DEFAULT 0,
    "delayed" BOOLEAN NOT NULL DEFAULT false,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "utc_offset_minutes" INTEGER,
    "gateway_confirmed" BOOLEAN NOT NULL DEFAULT false,
    "gateway_confirmed_at" TIMESTAMPTZ(3),
    "gateway_marked" BOOLEAN NOT NULL DEFAULT false,
    "gateway_marked_at" TIMESTAMPTZ(3),
    "origin" TEXT NOT NULL DEFAULT 'queue',
    "linkages" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "linked_cameras" JSONB NOT NULL DEFAULT '[]',
    "vehicle" JSONB,
    "queue" JSONB,
    "plate" JSONB,
    "fold" JSONB NOT NULL DEFAULT '{}',
    "group_id" TEXT NOT NULL,
    "group_count" INTEGER NOT NULL DEFAULT 1,
    "group_last_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'new',
    "state_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "version" INTEGER NOT NULL DEFAULT 0,
    "owner_id" UUID,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" UUID,
    "resolved_at" TIMESTAMPTZ(3),
    "disposition" TEXT,
    "disposition_note" TEXT,
    "handover" BOOLEAN NOT NULL DEFAULT false,
    "snooze_id" UUID,
    "escalated_at" TIMESTAMPTZ(3),
    "duplicate_of" TEXT,

    CONSTRAINT "alarm_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alarm_file" (
    "id" UUID NOT NULL,
    "alarm_id" TEXT,
    "event_id" BIGINT,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "taken" TEXT NOT NULL DEFAULT 'unknown',
    "origin" TEXT NOT NULL DEFAULT 'unknown',
    "source_type" TEXT,
    "source_id" TEXT,
    "source_name" TEXT,
    "person" JSONB,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "url" TEXT,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expires_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "kept_at" TIMESTAMPTZ(3),
    "hash" TEXT,
    "bytes" INTEGER,
    "media_type" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "thumbnail_hash" TEXT,

    CONSTRAINT "alarm_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alarm_entry" (
    "id" BIGSERIAL NOT NULL,
    "alarm_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "user_id" UUID,
    "kind" TEXT NOT NULL,
    "from" JSONB,
    "to" JSONB,
    "note" TEXT,

    CONSTRAINT "alarm_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_event" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "origin" TEXT NOT NULL DEFAULT 'queue',
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "delayed" BOOLEAN NOT NULL DEFAULT false,
    "source_type" TEXT,
    "source_id" TEXT,
    "source_name" TEXT,
    "area_id" TEXT,
    "area_name" TEXT,
    "device_id" TEXT,
    "device_name" TEXT,
    "device_serial" TEXT,
    "result" TEXT,
    "person_id" TEXT,
    "person_name" TEXT,
    "card_number" TEXT,
    "search" TEXT NOT NULL DEFAULT '',
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "device_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "snooze" (
    "id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "area_id" TEXT,
    "reason" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "until" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" UUID,
    "count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "snooze_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alarm_camera" (
    "alarm_id" TEXT NOT NULL,
    "camera_id" TEXT NOT NULL,
    "added_by" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "alarm_camera_pkey" PRIMARY KEY ("alarm_id","camera_id")
);

-- CreateTable
CREATE TABLE "alarm_instruction" (
    "id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "steps" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "updated_by" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "alarm_instruction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "queue_message_guid_idx" ON "queue_message"("guid");

-- CreateIndex
CREATE INDEX "queue_message_received_at_idx" ON "queue_message"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "queue_message_queue_batch_place_key" ON "queue_message"("queue", "batch", "place");

-- CreateIndex
CREATE INDEX "queue_gap_state_idx" ON "queue_gap"("state");

-- CreateIndex
CREATE INDEX "queue_gap_found_at_idx" ON "queue_gap"("found_at");

-- CreateIndex
CREATE INDEX "alarm_received_at_id_idx" ON "alarm"("received_at", "id");

-- CreateIndex
CREATE INDEX "alarm_occurred_at_id_idx" ON "alarm"("occurred_at", "id");

-- CreateIndex
CREATE INDEX "alarm_priority_received_at_id_idx" ON "alarm"("priority", "received_at", "id");

-- CreateIndex
CREATE INDEX "alarm_source_id_type_received_at_idx" ON "alarm"("source_id", "type", "received_at");

-- CreateIndex
CREATE INDEX "alarm_area_id_received_at_idx" ON "alarm"("area_id", "received_at");

-- CreateIndex
CREATE INDEX "alarm_type_received_at_idx" ON "alarm"("type", "received_at");

-- CreateIndex
CREATE INDEX "alarm_group_id_idx" ON "alarm"("group_id");

-- CreateIndex
CREATE INDEX "alarm_rule_id_idx" ON "alarm"("rule_id");

-- CreateIndex
CREATE INDEX "alarm_search_idx" ON "alarm" USING GIN ("search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "alarm_file_next_attempt_at_idx" ON "alarm_file"("next_attempt_at");

-- CreateIndex
CREATE INDEX "alarm_file_hash_idx" ON "alarm_file"("hash");

-- CreateIndex
CREATE INDEX "alarm_file_thumbnail_hash_idx" ON "alarm_file"("thumbnail_hash");

-- CreateIndex
CREATE UNIQUE INDEX "alarm_file_alarm_id_key_key" ON "alarm_file"("alarm_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "alarm_file_event_id_key_key" ON "alarm_file"("event_id", "key");

-- CreateIndex
CREATE INDEX "alarm_entry_alarm_id_id_idx" ON "alarm_entry"("alarm_id", "id");

-- CreateIndex
CREATE INDEX "alarm_entry_at_idx" ON "alarm_entry"("at");

-- CreateIndex
CREATE UNIQUE INDEX "device_event_key_key" ON "device_event"("key");

-- CreateIndex
CREATE INDEX "device_event_occurred_at_id_idx" ON "device_event"("occurred_at", "id");

-- CreateIndex
CREATE INDEX "device_event_kind_occurred_at_idx" ON "device_event"("kind", "occurred_at");

-- CreateIndex
CREATE INDEX "device_event_source_id_occurred_at_idx" ON "device_event"("source_id", "occurred_at");

-- CreateIndex
CREATE INDEX "device_event_person_id_occurred_at_idx" ON "device_event"("person_id", "occurred_at");

-- CreateIndex
CREATE INDEX "device_event_area_id_occurred_at_idx" ON "device_event"("area_id", "occurred_at");

-- CreateIndex
CREATE INDEX "device_event_search_idx" ON "device_event" USING GIN ("search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "snooze_until_idx" ON "snooze"("until");

-- CreateIndex
CREATE UNIQUE INDEX "alarm_instruction_scope_target_id_key" ON "alarm_instruction"("scope", "target_id");

-- What guards look at: alarms nobody has finished, and the first of each run. Few, however many are kept.
CREATE INDEX "alarm_open_idx" ON "alarm" ("received_at", "id") WHERE "state" NOT IN ('resolved', 'closed');
CREATE INDEX "alarm_open_priority_idx" ON "alarm" ("priority", "received_at", "id") WHERE "state" NOT IN ('resolved', 'closed');
CREATE INDEX "alarm_open_source_idx" ON "alarm" ("source_id", "type", "received_at") WHERE "state" NOT IN ('resolved', 'closed');
CREATE INDEX "alarm_first_idx" ON "alarm" ("received_at", "id") WHERE "id" = "group_id";
CREATE INDEX "alarm_snoozed_idx" ON "alarm" ("snooze_id") WHERE "snooze_id" IS NOT NULL;

-- Rows come by the hundred in one statement: a pending list would be emptied under somebody's search.
ALTER INDEX "alarm_search_idx" SET (fastupdate = off);
ALTER INDEX "device_event_search_idx" SET (fastupdate = off);

-- An alarm's row changes with each of its messages and each press of a guard.
ALTER TABLE "alarm" SET (fillfactor = 80);
