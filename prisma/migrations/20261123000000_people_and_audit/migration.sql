-- AlterTable
ALTER TABLE "app_user" ADD COLUMN     "area_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "scoped" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "custom_role" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "permissions" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "custom_role_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "seq" BIGINT NOT NULL DEFAULT 0,
    "hash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "body" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "action" TEXT GENERATED ALWAYS AS ("body"::jsonb ->> 'action') STORED,
    "phase" TEXT GENERATED ALWAYS AS ("body"::jsonb ->> 'phase') STORED,
    "result" TEXT GENERATED ALWAYS AS ("body"::jsonb ->> 'result') STORED,
    "actor_id" TEXT GENERATED ALWAYS AS ("body"::jsonb #>> '{actor,id}') STORED,
    "address" TEXT GENERATED ALWAYS AS ("body"::jsonb ->> 'address') STORED,
    "attempt_of" BIGINT GENERATED ALWAYS AS (("body"::jsonb ->> 'attemptOf')::bigint) STORED,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_detail" (
    "seq" BIGINT NOT NULL,
    "salt" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "audit_detail_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_name" (
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_name_pkey" PRIMARY KEY ("kind","id")
);

-- CreateTable
CREATE TABLE "audit_checkpoint" (
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "custom_role_name_key" ON "custom_role"("name");

-- CreateIndex
CREATE INDEX "audit_entry_action_seq_idx" ON "audit_entry"("action", "seq");

-- CreateIndex
CREATE INDEX "audit_entry_actor_id_seq_idx" ON "audit_entry"("actor_id", "seq");

-- CreateIndex
CREATE INDEX "audit_entry_attempt_of_idx" ON "audit_entry"("attempt_of");

-- The history of one object: `(body::jsonb -> 'objects') @> '[{"kind": "camera", "id": "…"}]'`.
CREATE INDEX "audit_entry_objects_idx" ON "audit_entry" USING gin (("body"::jsonb -> 'objects') jsonb_path_ops);
CREATE INDEX "audit_entry_at_idx" ON "audit_entry" ("at", "seq");

INSERT INTO "audit_head" ("id") VALUES (1);

-- What an entry's hash covers. The verifier builds the same text (lib/audit/chain.ts).
CREATE FUNCTION audit_hash(p_previous text, p_seq bigint, p_at timestamptz, p_body text) RETURNS text
  LANGUAGE sql STABLE
  AS $$ SELECT encode(sha256(convert_to(concat_ws(E'\n', p_previous, p_seq,
          to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), p_body), 'UTF8')), 'hex') $$;

-- Appends an entry. The row of audit_head is the chain's lock: take it last, it is held until the commit.
-- Runs with the rights of the owner, so that the everyday role needs none on the table itself.
CREATE FUNCTION audit_append(p_body text, p_salt text, p_details jsonb) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
DECLARE
  head audit_head%ROWTYPE;
  t timestamptz;
BEGIN
  SELECT * INTO STRICT head FROM audit_head WHERE id = 1 FOR UPDATE;
  head.seq := head.seq + 1;
  t := clock_timestamp();
  head.hash := audit_hash(head.hash, head.seq, t, p_body);
  INSERT INTO audit_entry (seq, at, body, hash) VALUES (head.seq, t, p_body, head.hash);
  IF p_details IS NOT NULL THEN
    INSERT INTO audit_detail (seq, salt, data) VALUES (head.seq, p_salt, p_details);
  END IF;
  UPDATE audit_head SET seq = head.seq, hash = head.hash WHERE id = 1;
  RETURN head.seq;
END $$;

-- Cuts the chain's beginning off at a checkpoint. Nothing younger than 30 days goes, whoever asks.
CREATE FUNCTION audit_prune(p_through bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
DECLARE
  last audit_entry%ROWTYPE;
  removed bigint;
BEGIN
  SELECT * INTO last FROM audit_entry WHERE seq <= p_through AND at < clock_timestamp() - interval '30 days'
    ORDER BY seq DESC LIMIT 1;
  IF NOT FOUND THEN RETURN 0; END IF;
  INSERT INTO audit_checkpoint (seq, hash) VALUES (last.seq, last.hash);
  DELETE FROM audit_detail WHERE seq <= last.seq;
  PERFORM set_config('gatehouse.audit_prune', 'on', true);
  DELETE FROM audit_entry WHERE seq <= last.seq;
  GET DIAGNOSTICS removed = ROW_COUNT;
  PERFORM set_config('gatehouse.audit_prune', '', true);
  RETURN removed;
END $$;

CREATE FUNCTION audit_refuse() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('gatehouse.audit_prune', true) = 'on'
     AND OLD.at < clock_timestamp() - interval '30 days' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
