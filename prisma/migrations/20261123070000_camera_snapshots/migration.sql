-- CreateTable
CREATE TABLE "camera_snapshot" (
    "id" UUID NOT NULL,
    "camera_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "user_id" UUID,

    CONSTRAINT "camera_snapshot_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "camera_snapshot_camera_id_taken_at_id_idx" ON "camera_snapshot"("camera_id", "taken_at", "id");

-- CreateIndex
CREATE INDEX "camera_snapshot_hash_idx" ON "camera_snapshot"("hash");
