import type pg from "pg";
import { storableJson } from "@/lib/db/json";
import { attachmentDuty } from "@/lib/domains/attachments/terms";
import { wake } from "@/lib/jobs/define";
import { joinFiles, type KnownFile, type ToldFile } from "./fold-files";

/** Files of one alarm or one event. */
export interface OwnedFiles {
  owner: string;
  files: readonly ToldFile[];
}

interface Row {
  owner: string;
  key: string;
  kind: string;
  taken: string;
  origin: string;
  sourceId: string | null;
}

const owners = { alarm: ["alarm_id", "text"], event: ["event_id", "bigint"] } as const;

function stateOf({ encrypted, url, failed }: ToldFile): [state: string, reason: string | null] {
  if (encrypted) return ["encrypted", "The device encrypts its pictures."];
  if (url !== null) return ["wanted", null];
  return failed ? ["lost", "The device could not take or save it."] : ["waiting", null];
}

const known = ({ key, kind, origin, taken, sourceId }: Row): KnownFile => ({
  key,
  slot: [kind, origin, taken, sourceId ?? ""].join("/"),
  addressed: key.startsWith("u:"),
});

/**
 * Notes the files that messages of alarms, or of events, tell of, each once, for lib/domains/attachments to fetch. What
 * is kept, refused or encrypted stays so; a new address gives a lost one another chance. Wakes the fetcher and returns how
 * many wait for it.
 */
export async function storeFiles(tx: pg.PoolClient, of: keyof typeof owners, told: readonly OwnedFiles[]) {
  const some = told.filter(({ files }) => files.length > 0);
  if (some.length === 0) return 0;
  const [column, type] = owners[of];
  const { rows } = await tx.query<Row>(
    `SELECT ${column}::text AS owner, key, kind, taken, origin, source_id AS "sourceId"
       FROM alarm_file WHERE ${column} = ANY ($1::${type}[]) ORDER BY key`,
    [[...new Set(some.map(({ owner }) => owner))]],
  );
  const byOwner = new Map<string, { known: KnownFile[]; told: ToldFile[] }>();
  const filesOf = (owner: string) => {
    const found = byOwner.get(owner) ?? { known: [], told: [] };
    byOwner.set(owner, found);
    return found;
  };
  for (const row of rows) filesOf(row.owner).known.push(known(row));
  for (const { owner, files } of some) filesOf(owner).told.push(...files);
  const write = [...byOwner].flatMap(([owner, files]) =>
    joinFiles(files.known, files.told).write.map(({ file, key, turns }) => {
      const [state, reason] = stateOf(file);
      const { kind, taken, origin, sourceType, sourceId, sourceName, person, url, livesMs } = file;
      return {
        ...{ owner, key, turns, kind, taken, origin, person, state, reason },
        ...{ source_type: sourceType, source_id: sourceId, source_name: sourceName },
        url: state === "wanted" ? url : null,
        lives_ms: livesMs,
      };
    }),
  );
  if (write.length === 0) return 0;
  const { rows: done } = await tx.query<{ wanted: number }>(
    `WITH told AS MATERIALIZED (
       SELECT *, CASE WHEN state = 'wanted' THEN clock_timestamp() + lives_ms * interval '1 millisecond' END AS dies,
              CASE WHEN state = 'wanted' THEN clock_timestamp() END AS next
         FROM jsonb_to_recordset($1::jsonb) AS t(
           owner ${type}, key text, turns text, kind text, taken text, origin text, source_type text, source_id text,
           source_name text, person jsonb, state text, reason text, url text, lives_ms float8)),
     turned AS (
       UPDATE alarm_file f SET key = t.key, state = t.state, reason = t.reason, url = t.url, expires_at = t.dies,
              next_attempt_at = t.next, attempts = 0, source_name = coalesce(t.source_name, f.source_name),
              person = coalesce(t.person, f.person)
         FROM told t WHERE f.${column} = t.owner AND f.key = t.turns RETURNING f.state),
     added AS (
       INSERT INTO alarm_file AS f (${column}, key, kind, taken, origin, source_type, source_id, source_name, person,
                                    state, reason, url, expires_at, next_attempt_at, id)
       SELECT owner, key, kind, taken, origin, source_type, source_id, source_name, person, state, reason, url, dies,
              next, gen_random_uuid()
         FROM told WHERE turns IS NULL
       ON CONFLICT (${column}, key) DO UPDATE
          SET state = EXCLUDED.state, reason = EXCLUDED.reason, url = EXCLUDED.url, expires_at = EXCLUDED.expires_at,
              next_attempt_at = EXCLUDED.next_attempt_at, attempts = 0
        WHERE f.state IN ('wanted', 'lost') AND EXCLUDED.url IS NOT NULL
       RETURNING f.state)
     SELECT (SELECT count(*) FROM turned WHERE state = 'wanted')::int
          + (SELECT count(*) FROM added WHERE state = 'wanted')::int AS wanted`,
    [storableJson(write)],
  );
  const wanted = done[0]?.wanted ?? 0;
  if (wanted > 0) await wake(attachmentDuty, tx);
  return wanted;
}
