-- CreateTable
CREATE TABLE "alarm_rule" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "color" TEXT,
    "enabled" BOOLEAN,
    "state" TEXT NOT NULL,
    "category" TEXT,
    "sub_category" TEXT,
    "notify" BOOLEAN,
    "recipients" JSONB NOT NULL DEFAULT '[]',
    "schedule_id" TEXT,
    "schedule_name" TEXT,
    "schedule_type" TEXT,
    "priority_id" TEXT,
    "priority_level" INTEGER,
    "priority_name" TEXT,
    "priority_color" TEXT,
    "ignore_recurring" BOOLEAN,
    "ignore_time" INTEGER,
    "source_type" TEXT,
    "source_id" TEXT,
    "source_name" TEXT,
    "event_type" TEXT,
    "hash" TEXT NOT NULL,
    "sweep_id" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarm_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alarm_priority" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "level" INTEGER,
    "color" TEXT,
    "sound_name" TEXT,
    "hash" TEXT NOT NULL,
    "sweep_id" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarm_priority_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alarm_schedule" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "built_in" BOOLEAN,
    "days" JSONB NOT NULL DEFAULT '[]',
    "hash" TEXT NOT NULL,
    "sweep_id" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarm_schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "sweep_id" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "platform_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alarm_rule_linkage" (
    "id" UUID NOT NULL,
    "rule_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "result" TEXT NOT NULL,
    "item_id" TEXT,
    "set_by" UUID NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "alarm_rule_linkage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "solar_threshold" (
    "id" BIGSERIAL NOT NULL,
    "percent" INTEGER NOT NULL,
    "result" TEXT NOT NULL,
    "set_by" UUID NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "solar_threshold_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "alarm_rule_name_id_idx" ON "alarm_rule"("name", "id");

-- CreateIndex
CREATE INDEX "alarm_rule_source_id_idx" ON "alarm_rule"("source_id");

-- CreateIndex
CREATE INDEX "alarm_rule_search_idx" ON "alarm_rule" USING GIN ("search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "alarm_rule_linkage_rule_id_set_at_idx" ON "alarm_rule_linkage"("rule_id", "set_at");
