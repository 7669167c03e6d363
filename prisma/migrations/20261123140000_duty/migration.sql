-- CreateTable
CREATE TABLE "duty_period" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "until" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" UUID,

    CONSTRAINT "duty_period_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalation_rule" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "priorities" INTEGER[],
    "scoped" BOOLEAN NOT NULL DEFAULT false,
    "area_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "after_seconds" INTEGER NOT NULL,
    "user_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "roles" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "sound" BOOLEAN NOT NULL DEFAULT true,
    "email" BOOLEAN NOT NULL DEFAULT false,
    "webhook_url" TEXT,
    "webhook_key" TEXT,
    "updated_by" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "escalation_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alarm_escalation" (
    "alarm_id" TEXT NOT NULL,
    "rule_id" UUID NOT NULL,
    "group_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "alarm_escalation_pkey" PRIMARY KEY ("alarm_id","rule_id")
);

-- CreateTable
CREATE TABLE "escalation_call" (
    "id" UUID NOT NULL,
    "alarm_id" TEXT NOT NULL,
    "rule_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "acknowledged_at" TIMESTAMPTZ(3),

    CONSTRAINT "escalation_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalation_delivery" (
    "id" UUID NOT NULL,
    "alarm_id" TEXT,
    "rule_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "ended_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "escalation_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover" (
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'prepared',
    "prepared_by" UUID NOT NULL,
    "prepared_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "notes" TEXT NOT NULL DEFAULT '',
    "taken_by" UUID,
    "taken_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),

    CONSTRAINT "handover_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover_item" (
    "id" UUID NOT NULL,
    "handover_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "target_id" TEXT,
    "name" TEXT NOT NULL,
    "area_id" TEXT,
    "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "carried" INTEGER NOT NULL DEFAULT 0,
    "owner_from" UUID,
    "owner_to" UUID,
    "seen_at" TIMESTAMPTZ(3),
    "seen_by" UUID,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_by" UUID,
    "note" TEXT,
    "moved_to" UUID,

    CONSTRAINT "handover_item_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "duty_period_user_id_started_at_idx" ON "duty_period"("user_id", "started_at");

-- CreateIndex
CREATE INDEX "duty_period_started_at_idx" ON "duty_period"("started_at");

-- CreateIndex
CREATE INDEX "alarm_escalation_group_id_idx" ON "alarm_escalation"("group_id");

-- CreateIndex
CREATE INDEX "alarm_escalation_at_idx" ON "alarm_escalation"("at");

-- CreateIndex
CREATE INDEX "escalation_call_user_id_at_idx" ON "escalation_call"("user_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "escalation_call_alarm_id_rule_id_user_id_key" ON "escalation_call"("alarm_id", "rule_id", "user_id");

-- CreateIndex
CREATE INDEX "escalation_delivery_state_next_attempt_at_idx" ON "escalation_delivery"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "escalation_delivery_created_at_id_idx" ON "escalation_delivery"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "escalation_delivery_alarm_id_rule_id_channel_recipient_key" ON "escalation_delivery"("alarm_id", "rule_id", "channel", "recipient");

-- CreateIndex
CREATE INDEX "handover_prepared_at_id_idx" ON "handover"("prepared_at", "id");

-- CreateIndex
CREATE INDEX "handover_item_handover_id_place_idx" ON "handover_item"("handover_id", "place");

-- CreateIndex
CREATE INDEX "handover_item_kind_target_id_idx" ON "handover_item"("kind", "target_id");

-- What nobody has acted on yet, by how long it waits.
CREATE INDEX "alarm_new_received_idx" ON "alarm"("received_at") WHERE "state" = 'new';
