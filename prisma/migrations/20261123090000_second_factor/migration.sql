-- CreateTable
CREATE TABLE "second_factor_role" (
    "role" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "second_factor_role_pkey" PRIMARY KEY ("role")
);

