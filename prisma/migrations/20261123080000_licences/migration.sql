-- CreateTable
CREATE TABLE "licence_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "overview" JSONB NOT NULL DEFAULT '[]',
    "packages" JSONB NOT NULL DEFAULT '[]',
    "as_of" TIMESTAMPTZ(3),
    "requested_at" TIMESTAMPTZ(3),
    "error_at" TIMESTAMPTZ(3),
    "error_code" TEXT,
    "error" TEXT,

    CONSTRAINT "licence_state_pkey" PRIMARY KEY ("id")
);

INSERT INTO "licence_state" ("id") VALUES (1);
