/** The only writer of audit entries. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import type { Actor } from "@/lib/auth/actor";
import { beforeCommit, transaction, type Queryable } from "@/lib/db/transaction";
import { pool } from "@/lib/db/client";
import { commandFailure, UnavailableError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { AuditAction } from "./actions";
import { canonical, type Json } from "./canonical";
import { digestOf } from "./chain";
import { requestOrigin } from "./context";
import { redact, storable } from "./redact";

/** What became of it. "pending" stands in an attempt; its outcome is an entry of its own. */
export type AuditResult = "done" | "partly done" | "refused" | "unknown" | "failed" | "denied" | "pending";

/** Ids go into the chain; the name goes into a table of its own, where it can be forgotten. */
export interface AuditObject {
  kind: string;
  id: string;
  name?: string | null;
}

export interface AuditInput {
  action: AuditAction;
  objects?: readonly AuditObject[];
  /** "done" unless told. */
  result?: AuditResult;
  /** A code of the gateway or of ours. */
  code?: string | null;
  /** Erasable, and redacted: what changed, why, how many. Only its digest is in the chain. */
  details?: Readonly<Record<string, unknown>>;
}

/** A person known by account and session alone, as while they sign in. */
export interface AuditPerson {
  userId: string;
  sessionId: string | null;
}

/** Who acted: a user, the console itself, or somebody who is not signed in. */
export type AuditActor = Actor | AuditPerson | "system" | "stranger";

const maxObjects = 200;

function who(actor: AuditActor): Json {
  if (actor === "system" || actor === "stranger") return { kind: actor };
  const role = "role" in actor ? actor.role : null;
  return { kind: "user", id: actor.userId, session: actor.sessionId, role };
}

interface Phase {
  phase: "event" | "attempt" | "outcome";
  attemptOf?: number;
}

async function append(db: Queryable, actor: AuditActor, input: AuditInput, step: Phase): Promise<number> {
  const { action, objects = [], result = "done", code = null, details } = input;
  const kept = details === undefined ? null : redact(details);
  const salt = randomBytes(16).toString("hex");
  const origin = requestOrigin();
  const body = canonical({
    v: 1,
    action,
    ...step,
    result,
    code,
    actor: who(actor),
    objects: objects.slice(0, maxObjects).map(({ kind, id }) => ({ kind, id: storable(id) })),
    objectCount: objects.length,
    address: origin?.address ?? null,
    request: origin?.requestId ?? null,
    details: kept === null ? null : digestOf(salt, kept),
  });
  const { rows } = await db.query<{ seq: string }>("SELECT audit_append($1, $2, $3) AS seq", [
    body,
    salt,
    kept === null ? null : JSON.stringify(kept),
  ]);
  return Number(rows[0]?.seq);
}

/** Names are kept beside the chain; sorted, so that two writers cannot lock each other out. */
async function keepNames(db: Queryable, actor: AuditActor, objects: readonly AuditObject[]): Promise<void> {
  const named = new Map<string, [string, string, string]>();
  const add = (kind: string, id: string, name: string) =>
    named.set(`${kind}\n${id}`, [kind, storable(id), storable(name.slice(0, 300))]);
  for (const { kind, id, name } of objects.slice(0, maxObjects)) if (name) add(kind, id, name);
  if (typeof actor === "object" && "name" in actor) add("user", actor.userId, actor.name);
  const sorted = [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  if (sorted.length === 0) return;
  await db.query(
    `INSERT INTO audit_name (kind, id, name) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
     ON CONFLICT (kind, id) DO UPDATE SET name = EXCLUDED.name, at = now() WHERE audit_name.name <> EXCLUDED.name`,
    [0, 1, 2].map((column) => sorted.map((row) => row[column])),
  );
}

function unwritten(error: unknown): UnavailableError {
  log.error({ err: error }, "an audit entry could not be written");
  return new UnavailableError("The audit entry could not be written, so nothing was done.", {
    remedy: "Try again. If it happens again, tell the administrator: the audit log needs attention.",
    cause: error,
  });
}

/**
 * Adds an entry to a transaction of `transaction()`: the entry stands if and only if the change does. The chain's lock
 * is taken right before the commit. Throws UnavailableError from the transaction when it cannot be written.
 */
export async function record(tx: pg.PoolClient, actor: AuditActor, input: AuditInput): Promise<void> {
  await keepNames(tx, actor, input.objects ?? []);
  beforeCommit(tx, async () => {
    try {
      await append(tx, actor, input, { phase: "event" });
    } catch (error) {
      throw unwritten(error);
    }
  });
}

/** An entry of its own, for what changes nothing here: a look at something sensitive, a sign-in. Its number in the chain. */
export async function recordAlone(actor: AuditActor, input: AuditInput): Promise<number> {
  return appendAlone(actor, input, { phase: "event" });
}

/** The same on a database that is not this process's own: a restore writes into the one it fills. */
export async function recordOn(db: Queryable, actor: AuditActor, input: AuditInput): Promise<void> {
  await append(db, actor, input, { phase: "event" });
}

/** For an attempt whose outcome nobody wrote, because the process ended or the database was away: it is unknown. */
export function recordUnknownOutcome(
  tx: pg.PoolClient,
  attempt: { seq: number; action: AuditAction; objects: readonly AuditObject[] },
): void {
  const { seq: attemptOf, action, objects } = attempt;
  beforeCommit(tx, async () => {
    await append(tx, "system", { action, objects, result: "unknown" }, { phase: "outcome", attemptOf });
  });
}

async function appendAlone(actor: AuditActor, input: AuditInput, step: Phase): Promise<number> {
  try {
    await keepNames(pool(), actor, input.objects ?? []);
    return await append(pool(), actor, input, step);
  } catch (error) {
    throw unwritten(error);
  }
}

export interface AuditedCommand<T> {
  /** Sends the command. Not called when the attempt could not be written. */
  send: () => Promise<T>;
  /** What became of it: result, code and further details. */
  judge: (value: T) => Partial<Pick<AuditInput, "result" | "code" | "details" | "objects">>;
  /** Writes the mirror, in the transaction of the outcome's entry. */
  store?: (tx: pg.PoolClient, value: T) => Promise<void>;
}

/**
 * A command to the gateway: an *attempt* entry before, an *outcome* entry after, whatever happens. Throws
 * UnavailableError, with nothing sent, when the attempt cannot be written; else whatever `send` throws. When the
 * outcome cannot be written the answer is still given, since the command has been carried out; the log says so.
 */
export async function audited<T>(actor: Actor, input: AuditInput, command: AuditedCommand<T>): Promise<T> {
  const attemptOf = await appendAlone(actor, { ...input, result: "pending" }, { phase: "attempt" });
  let value: T;
  try {
    value = await command.send();
  } catch (error) {
    const { result, code } = commandFailure(error);
    const { details: _, ...rest } = input;
    await settle(() => appendAlone(actor, { ...rest, result, code }, { phase: "outcome", attemptOf }));
    throw error;
  }
  const outcome = { action: input.action, objects: input.objects ?? [], ...command.judge(value) };
  const step: Phase = { phase: "outcome", attemptOf };
  try {
    await transaction(async (tx) => {
      await command.store?.(tx, value);
      await keepNames(tx, actor, outcome.objects);
      beforeCommit(tx, async () => void (await append(tx, actor, outcome, step)));
    });
  } catch (error) {
    log.error({ err: error }, "a command was carried out, but the mirror does not show it yet");
    await settle(() => appendAlone(actor, outcome, step));
  }
  return value;
}

async function settle(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    log.error(
      { err: error },
      "what became of a command could not be written down; its attempt stands in the audit log",
    );
  }
}
