/** Proves again, inside a session, that it is still the same person: a password, or a code. */
import { pool } from "@/lib/db/client";
import { InvalidInputError, TooManyAttemptsError } from "@/lib/errors";
import type { Actor } from "./actor";
import { recordSignInEvent, type SignInEventName } from "./events";
import { guarded } from "./lock-out";
import { verifyPassword } from "./password";
import { acceptRecoveryCode } from "./recovery-codes";
import { acceptTotp } from "./totp";

export interface Proof {
  password?: string | undefined;
  /** Six digits, or a recovery code. */
  code?: string | undefined;
}

/** Which proofs this person can give. Neither: they sign in elsewhere. */
export interface ProofChoice {
  password: boolean;
  code: boolean;
}

export async function proofChoice(userId: string): Promise<ProofChoice> {
  const { rows } = await pool().query<ProofChoice>(
    `SELECT password_hash IS NOT NULL AS password, totp_confirmed_at IS NOT NULL AS code FROM app_user WHERE id = $1`,
    [userId],
  );
  return rows[0] ?? { password: false, code: false };
}

/** How a code was right, or null. */
export async function acceptCode(userId: string, code: string): Promise<"code" | "recovery-code" | null> {
  const plain = code.replaceAll(/\s/g, "");
  if (/^\d{6}$/.test(plain)) return (await acceptTotp(userId, plain)) ? "code" : null;
  if (!(await proofChoice(userId)).code || !(await acceptRecoveryCode(userId, code))) return null;
  return "recovery-code";
}

async function isRight({ userId }: Actor, { password, code }: Proof): Promise<boolean> {
  if (code !== undefined) {
    const how = await acceptCode(userId, code);
    if (how === "recovery-code") await recordSignInEvent({ event: "recovery-code-used", userId });
    return how !== null;
  }
  const { rows } = await pool().query<{ password_hash: string | null }>(
    "SELECT password_hash FROM app_user WHERE id = $1",
    [userId],
  );
  return verifyPassword(rows[0]?.password_hash ?? null, password ?? "");
}

/**
 * Returns when the proof is right. Throws InvalidInputError naming the field, or TooManyAttemptsError. Failures count
 * for this person inside and for the address; `failed` is the event they are recorded as.
 */
export async function prove(
  actor: Actor,
  proof: Proof,
  { address, failed, field }: { address: string | null; failed: SignInEventName; field?: string },
): Promise<void> {
  const { userId, sessionId } = actor;
  const found = await guarded({ kind: "inside", of: userId, address }, async () => {
    const right = await isRight(actor, proof);
    return { verdict: right ? "passed" : "failed", value: right };
  });
  if ("value" in found && found.value) return;
  if ("lockedSeconds" in found) {
    await recordSignInEvent({ event: "locked-out", userId, sessionId, address, detail: failed });
    throw new TooManyAttemptsError(found.lockedSeconds);
  }
  const what = proof.code === undefined ? "password" : "code";
  await recordSignInEvent({ event: failed, userId, sessionId, address, detail: what });
  const message = what === "password" ? "This password is wrong." : "This code is wrong, or was used before.";
  throw new InvalidInputError(message, {
    remedy: "Check it and try again.",
    fields: [{ field: field ?? what, message }],
  });
}
