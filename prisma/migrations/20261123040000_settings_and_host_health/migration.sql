-- AlterTable
ALTER TABLE "installation" ADD COLUMN     "secret_mark" TEXT,
ADD COLUMN     "secret_replaced_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" UUID,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "host_health" (
    "host" TEXT NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "storage" TEXT NOT NULL,
    "storage_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "free_bytes" BIGINT NOT NULL,
    "total_bytes" BIGINT NOT NULL,
    "database_skew_ms" INTEGER,
    "gateway_skew_ms" INTEGER,

    CONSTRAINT "host_health_pkey" PRIMARY KEY ("host")
);
