-- AlterTable
ALTER TABLE "app_user" ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_sign_in_at" TIMESTAMPTZ(3);

-- Old sessions are deleted, so the last sign-in is kept with the person.
UPDATE "app_user" u SET "last_sign_in_at" = (SELECT max(s."created_at") FROM "session" s WHERE s."user_id" = u."id");

CREATE FUNCTION user_signed_in() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  UPDATE app_user SET last_sign_in_at = NEW.created_at WHERE id = NEW.user_id;
  RETURN NULL;
END $$;

CREATE TRIGGER session_signed_in AFTER INSERT ON session
  FOR EACH ROW EXECUTE FUNCTION user_signed_in();

-- Two roles whose names differ only in case are one name to people.
CREATE UNIQUE INDEX "custom_role_folded_name_idx" ON "custom_role" (lower("name"));

-- Of somebody whose data were erased no name comes back, whatever still runs in their name.
CREATE FUNCTION audit_name_erased() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  IF NEW.id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
     AND EXISTS (SELECT 1 FROM app_user WHERE id = NEW.id::uuid AND erased_at IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER audit_name_erased BEFORE INSERT OR UPDATE ON audit_name
  FOR EACH ROW WHEN (NEW.kind = 'user') EXECUTE FUNCTION audit_name_erased();
