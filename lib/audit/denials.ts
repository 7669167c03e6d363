import type { Actor } from "@/lib/auth/actor";
import { OutOfScopeError } from "@/lib/auth/scope";
import { ForbiddenError } from "@/lib/errors";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/process";
import { recordAlone } from "./record";

/** The same refusal of the same session is written down at most this often. */
const onceEveryMs = 60_000;
const kept = 10_000;

function isFirst(key: string): boolean {
  const seen = oncePerProcess("audit.denials", () => new Map<string, number>());
  const now = performance.now();
  if (now - (seen.get(key) ?? -Infinity) < onceEveryMs) return false;
  seen.delete(key);
  seen.set(key, now);
  for (const oldest of seen.keys()) {
    if (seen.size <= kept) break;
    seen.delete(oldest);
  }
  return true;
}

/** Writes down that somebody was refused something. Never throws: the refusal stands whether or not it is recorded. */
export async function recordDenial(actor: Actor, error: unknown): Promise<void> {
  if (!(error instanceof ForbiddenError) && !(error instanceof OutOfScopeError)) return;
  const objects = error instanceof OutOfScopeError ? [{ kind: error.noun, id: error.id }] : [];
  if (!isFirst(`${actor.sessionId} ${error.message} ${objects[0]?.id ?? ""}`)) return;
  await recordAlone(actor, { action: "denied", result: "denied", objects, details: { why: error.message } }).catch(
    (err: unknown) => log.error({ err }, "a refusal could not be written into the audit log"),
  );
}
