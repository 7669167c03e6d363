-- CreateTable
CREATE TABLE "audit_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "verified_seq" BIGINT NOT NULL DEFAULT 0,
    "verified_hash" TEXT NOT NULL DEFAULT '',
    "verified_at" TIMESTAMPTZ(3),
    "full_at" TIMESTAMPTZ(3),
    "requested_at" TIMESTAMPTZ(3),
    "findings" JSONB NOT NULL DEFAULT '[]',
    "finding_count" INTEGER NOT NULL DEFAULT 0,
    "settled_seq" BIGINT NOT NULL DEFAULT 0,
    "anchored_seq" BIGINT NOT NULL DEFAULT 0,
    "anchored_hash" TEXT NOT NULL DEFAULT '',
    "anchored_at" TIMESTAMPTZ(3),
    "sent_seq" BIGINT NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),
    "send_after" TIMESTAMPTZ(3),
    "send_failures" INTEGER NOT NULL DEFAULT 0,
    "send_error" TEXT,

    CONSTRAINT "audit_state_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_entry_result_seq_idx" ON "audit_entry"("result", "seq");

-- CreateIndex
CREATE INDEX "audit_entry_address_seq_idx" ON "audit_entry"("address", "seq");

-- Entries are found by the names of who acted and of what was acted on.
CREATE INDEX "audit_name_search_idx" ON "audit_name" USING gin (gh_fold("name") gin_trgm_ops);

INSERT INTO "audit_state" ("id") VALUES (1);
