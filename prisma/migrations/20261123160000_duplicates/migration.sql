-- What an alarm is a duplicate of may go before it; what has gone already is nobody's original.
UPDATE "alarm" a SET "duplicate_of" = NULL
 WHERE "duplicate_of" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "alarm" o WHERE o."id" = a."duplicate_of");

-- Few are, so few are looked through when an original goes or is opened.
CREATE INDEX "alarm_duplicate_idx" ON "alarm" ("duplicate_of") WHERE "duplicate_of" IS NOT NULL;

-- AddForeignKey
ALTER TABLE "alarm" ADD CONSTRAINT "alarm_duplicate_of_fkey" FOREIGN KEY ("duplicate_of") REFERENCES "alarm"("id") ON DELETE SET NULL ON UPDATE CASCADE;
