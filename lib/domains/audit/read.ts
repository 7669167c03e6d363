import { auditActions } from "@/lib/audit/actions";
import { hashOf } from "@/lib/audit/chain";
import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { matching } from "@/lib/domains/sync/read";
import { BadRequestError, NotFoundError } from "@/lib/errors";
import { listPage, SqlParameters } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import { recordLook } from "./read/look";
import type { AuditDetail, AuditExportRow, AuditItem, AuditQuery, Named } from "./schema";
import { otherActors } from "./terms";

export * from "./read/state";

interface Body {
  action: AuditItem["action"];
  phase: AuditItem["phase"];
  result: AuditItem["result"];
  code: string | null;
  actor: { kind: AuditItem["who"]["kind"]; id?: string; session?: string; role?: string };
  objects: { kind: string; id: string }[];
  objectCount: number;
  address: string | null;
  request: string | null;
  details: string | null;
  attemptOf?: number;
}

interface EntryRow {
  id: string;
  at: Date;
  body: string;
  hash: string;
}

const select = "e.seq::text AS id, e.at, e.body, e.hash";
const shownObjects = 5;
/** Names that a search may fit; with more it says too little. */
const mostNames = 200;

function toItem({ id, at, body, hash }: EntryRow): AuditItem & { body: Body } {
  const parsed = JSON.parse(body) as Body;
  const { action, phase, result, code, actor, objects, objectCount, address } = parsed;
  return {
    ...{ id, at: at.toISOString(), action, phase, result, code, objectCount, address, hash, body: parsed },
    who: { kind: actor.kind, id: actor.id ?? null, name: null, role: actor.role ?? null },
    objects: objects.map((object) => ({ ...object, name: null })),
  };
}

/** Gives people and objects the names they were last known by. */
async function name(items: readonly AuditItem[]): Promise<void> {
  const wanted = new Map<string, { kind: string; id: string }>();
  const want = (kind: string, id: string) => wanted.set(`${kind}\n${id}`, { kind, id });
  for (const { who, objects } of items) {
    if (who.id !== null) want("user", who.id);
    for (const { kind, id } of objects) want(kind, id);
  }
  if (wanted.size === 0) return;
  const list = [...wanted.values()];
  const { rows } = await pool().query<Named>(
    `SELECT n.kind, n.id, n.name FROM audit_name n
       JOIN unnest($1::text[], $2::text[]) AS w (kind, id) ON n.kind = w.kind AND n.id = w.id`,
    [list.map(({ kind }) => kind), list.map(({ id }) => id)],
  );
  const names = new Map(rows.map((row) => [`${row.kind}\n${row.id}`, row.name]));
  for (const { who, objects } of items) {
    if (who.id !== null) who.name = names.get(`user\n${who.id}`) ?? null;
    for (const object of objects) object.name = names.get(`${object.kind}\n${object.id}`) ?? null;
  }
}

/** People and things whose names hold all words of `q`. */
async function named(q: string): Promise<{ kind: string; id: string }[]> {
  const parameters = new SqlParameters();
  const where = matching("gh_fold(name)", q, parameters);
  const { rows } = await pool().query<{ kind: string; id: string }>(
    `SELECT kind, id FROM audit_name WHERE ${where.length === 0 ? "true" : where.join(" AND ")} LIMIT ${mostNames + 1}`,
    parameters.values,
  );
  if (rows.length <= mostNames) return rows;
  throw new BadRequestError(`More than ${mostNames} names hold these words.`, {
    remedy: "Type more of the name.",
    fields: [{ field: "q", message: "Type more of the name." }],
  });
}

const objectsAre = (parameters: SqlParameters, object: Partial<Named>) =>
  `(e.body::jsonb -> 'objects') @> ${parameters.add(JSON.stringify([object]))}::jsonb`;

function conditions(
  query: AuditQuery,
  names: readonly { kind: string; id: string }[] | null,
  parameters: SqlParameters,
) {
  const { q, who, action, result, objectKind, objectId, address, from, to } = query;
  const where: string[] = [];
  if (names !== null) {
    const users = names.filter(({ kind }) => kind === "user").map(({ id }) => id);
    const found = [
      `e.address = ${parameters.add(q)}`,
      ...(users.length === 0 ? [] : [`e.actor_id = ANY (${parameters.add(users)})`]),
      ...names.map(({ kind, id }) => objectsAre(parameters, { kind, id })),
    ];
    where.push(`(${found.join(" OR ")})`);
  }
  if (who !== undefined) {
    const others = otherActors.filter((other) => who.includes(other));
    const users = `e.actor_id = ANY (${parameters.add(who)})`;
    const nobody = () => `(e.actor_id IS NULL AND e.body::jsonb #>> '{actor,kind}' = ANY (${parameters.add(others)}))`;
    where.push(others.length === 0 ? users : `(${users} OR ${nobody()})`);
  }
  if (action !== undefined) where.push(`e.action = ANY (${parameters.add(action)})`);
  if (result !== undefined) where.push(`e.result = ANY (${parameters.add(result)})`);
  if (objectKind !== undefined || objectId !== undefined) {
    where.push(
      objectsAre(parameters, {
        ...(objectKind === undefined ? {} : { kind: objectKind }),
        ...(objectId === undefined ? {} : { id: objectId }),
      }),
    );
  }
  if (address !== undefined) where.push(`e.address = ${parameters.add(address)}`);
  if (from !== undefined) where.push(`e.at >= ${parameters.add(from)}::timestamptz`);
  if (to !== undefined) where.push(`e.at < ${parameters.add(to)}::timestamptz`);
  return where;
}

function allow(actor: Actor): void {
  permit(actor, "audit:read");
  // The log tells of the whole site, and of who may see which part of it.
  permitEverywhere(actor);
}

async function readPage(query: AuditQuery): Promise<Listing<AuditItem>> {
  const names = query.q === undefined ? null : await named(query.q);
  const listing = await listPage<EntryRow, AuditItem & { body: Body }, "time">({
    db: pool(),
    noun: "audit",
    query: { ...query },
    sortable: { time: { sql: "e.seq", type: "bigint" } },
    select,
    from: "audit_entry e",
    id: "e.seq::text",
    where: (parameters) => conditions(query, names, parameters),
    item: toItem,
    syncedAt: new Date(),
  });
  const items = listing.items.map(({ body: _, ...item }) => ({
    ...item,
    objects: item.objects.slice(0, shownObjects),
  }));
  await name(items);
  return { ...listing, items };
}

/**
 * A page of entries, newest first unless told. The look is itself written down, once in ten minutes of a session.
 * Throws ForbiddenError, also for somebody who is limited to areas; BadRequestError for a cursor of another list.
 */
export async function listAudit(actor: Actor, query: AuditQuery): Promise<Listing<AuditItem>> {
  allow(actor);
  const { objectKind, objectId } = query;
  await recordLook(actor, null, objectKind === undefined ? undefined : { objectKind, objectId: objectId ?? null });
  return readPage(query);
}

/** People who stand in the log, by name. Throws ForbiddenError. */
export async function listAuditActors(actor: Actor, q: string | undefined): Promise<{ items: Named[] }> {
  allow(actor);
  const parameters = new SqlParameters();
  const where = ["kind = 'user'", ...matching("gh_fold(name)", q, parameters)];
  const { rows } = await pool().query<Named>(
    `SELECT kind, id, name FROM audit_name WHERE ${where.join(" AND ")} ORDER BY name, id LIMIT 100`,
    parameters.values,
  );
  return { items: rows };
}

interface DetailRow extends EntryRow {
  atText: string;
  data: unknown;
  kept: boolean;
  previousHash: string | null;
  older: string | null;
  newer: string | null;
  roleName: string | null;
}

async function stepsOf(seq: number, attemptOf: number | undefined): Promise<AuditItem[]> {
  const { rows } = await pool().query<EntryRow>(
    `SELECT ${select} FROM audit_entry e WHERE e.seq = $1 OR e.attempt_of = $1 ORDER BY e.seq LIMIT 20`,
    [attemptOf ?? seq],
  );
  return rows.map(toItem).map(({ body: _, ...item }) => item);
}

/** One entry with what belongs to it; the look is written down. Throws ForbiddenError and NotFoundError. */
export async function readAuditEntry(actor: Actor, seq: number): Promise<AuditDetail> {
  allow(actor);
  const { rows } = await pool().query<DetailRow>(
    `SELECT ${select}, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "atText",
            d.data, d.seq IS NOT NULL AS kept, r.name AS "roleName",
            (SELECT max(seq)::text FROM audit_entry WHERE seq < e.seq) AS older,
            (SELECT min(seq)::text FROM audit_entry WHERE seq > e.seq) AS newer,
            CASE WHEN e.seq = 1 THEN '' ELSE coalesce((SELECT hash FROM audit_entry WHERE seq = e.seq - 1),
                 (SELECT hash FROM audit_checkpoint WHERE seq = e.seq - 1)) END AS "previousHash"
       FROM audit_entry e LEFT JOIN audit_detail d ON d.seq = e.seq
       LEFT JOIN custom_role r ON r.id::text = e.body::jsonb #>> '{actor,role}'
      WHERE e.seq = $1`,
    [seq],
  );
  const row = rows[0];
  if (row === undefined) {
    throw new NotFoundError(`There is no entry ${seq} in the audit log.`, {
      remedy: "It may have been removed when it was older than the log is kept. Check the address.",
    });
  }
  await recordLook(actor, row.id);
  const { body, ...item } = toItem(row);
  const steps = body.phase === "event" ? [] : await stepsOf(seq, body.attemptOf);
  await name([item, ...steps]);
  const { previousHash, atText: at } = row;
  return {
    ...item,
    roleName: row.roleName ?? item.who.role,
    request: body.request,
    session: body.actor.session ?? null,
    details: row.kept ? row.data : null,
    erased: !row.kept && body.details !== null,
    previousHash,
    hashMatches: previousHash === null ? null : hashOf(previousHash, { seq, at, body: row.body }) === row.hash,
    steps: steps.map((step) => ({ ...step, objects: step.objects.slice(0, shownObjects) })),
    older: row.older,
    newer: row.newer,
  };
}

function exported(item: AuditItem): AuditExportRow {
  const { id, at, who, action, phase, objects, objectCount, result, code, address, hash } = item;
  return {
    entry: Number(id),
    time: at,
    who: who.name ?? (who.kind === "user" ? null : who.kind),
    whoId: who.id,
    role: who.role,
    action,
    what: auditActions[action],
    phase,
    objects: objects.map((object) => object.name ?? object.id).join(", "),
    objectIds: objects.map((object) => `${object.kind}:${object.id}`).join(", "),
    objectCount,
    result,
    code,
    address,
    hash,
  };
}

/** A page of entries as an export holds them; not written down, as the export itself is. Throws ForbiddenError. */
export async function readAuditExportPage(actor: Actor, query: AuditQuery): Promise<Listing<AuditExportRow>> {
  allow(actor);
  const listing = await readPage(query);
  return { ...listing, items: listing.items.map(exported) };
}
