/** What people do to their own account and session. Nobody needs a permission for that; some need a proof. */
import { create as createQr } from "qrcode";
import { record } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { recordSignInEvent } from "@/lib/auth/events";
import type { Origin } from "@/lib/auth/origin";
import { hashPassword, verifyPassword } from "@/lib/auth/password";
import { prove } from "@/lib/auth/proof";
import { makeRecoveryCodes } from "@/lib/auth/recovery-codes";
import { endSession, endSessionsOf, setLocked, stepUp } from "@/lib/auth/session";
import { requireStrong } from "@/lib/auth/strength";
import { acceptTotp, clearTotp, newTotpSecret } from "@/lib/auth/totp";
import { publish } from "@/lib/bus/publish";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { ConflictError, InvalidInputError, NotFoundError } from "@/lib/errors";
import { listOwnSessions } from "./read";
import { PasswordChange, Profile, Proof, type RecoveryCodes, TotpCode, type TotpEnrolment } from "./schema";

export { useLink as chooseByLink } from "@/lib/auth/links";

/** Written down and told like an administrator's change. */
export async function rename(actor: Actor, input: Profile): Promise<void> {
  const { userId: id } = actor;
  const { name } = Profile.parse(input);
  await transaction(async (tx) => {
    const { rows } = await tx.query<{ name: string }>("SELECT name FROM app_user WHERE id = $1 FOR NO KEY UPDATE", [
      id,
    ]);
    const before = rows[0]?.name;
    if (before === undefined || before === name) return;
    await tx.query("UPDATE app_user SET name = $2 WHERE id = $1", [id, name]);
    await record(
      tx,
      { ...actor, name },
      {
        action: "user.change",
        objects: [{ kind: "user", id, name }],
        details: { changed: { name: { before, after: name } } },
      },
    );
    await publish(tx, { topic: "access", userId: id });
  });
}

/**
 * Needs the present password; every other session of the person ends, and links that were sent are void. Throws
 * InvalidInputError on `current` or `password`, TooManyAttemptsError, ConflictError where there is no password.
 */
export async function changePassword(actor: Actor, input: PasswordChange, { address }: Origin): Promise<void> {
  const { current, password } = PasswordChange.parse(input);
  const { userId, sessionId } = actor;
  const { rows } = await pool().query<{ password_hash: string | null }>(
    "SELECT password_hash FROM app_user WHERE id = $1",
    [userId],
  );
  const stored = rows[0]?.password_hash ?? null;
  if (stored === null) {
    throw new ConflictError("Your account has no password here.", { remedy: "Change it where you sign in." });
  }
  await prove(actor, { password: current }, { address, failed: "step-up-failed", field: "current" });
  if (await verifyPassword(stored, password)) {
    const message = "This is the present password. Choose another one.";
    throw new InvalidInputError(message, { fields: [{ field: "password", message }] });
  }
  await requireStrong(password, [actor.email, actor.name]);
  const passwordHash = await hashPassword(password);
  await transaction(async (tx) => {
    await tx.query("UPDATE app_user SET password_hash = $2, password_changed_at = now() WHERE id = $1", [
      userId,
      passwordHash,
    ]);
    await tx.query("DELETE FROM user_link WHERE user_id = $1 AND used_at IS NULL", [userId]);
    await endSessionsOf(userId, sessionId, tx);
    await publish(tx, { topic: "access", userId });
  });
  await recordSignInEvent({ event: "password-changed", userId, sessionId, address });
}

/** Makes a secret that counts once it is confirmed. Throws ConflictError when codes are asked for already. */
export async function startTotp({ userId, email }: Actor): Promise<TotpEnrolment> {
  const { secret, uri, sealFor } = newTotpSecret(email);
  const { rowCount } = await pool().query(
    "UPDATE app_user SET totp_secret = $2, totp_last_step = NULL WHERE id = $1 AND totp_confirmed_at IS NULL",
    [userId, sealFor(userId)],
  );
  if (rowCount !== 1) throw alreadyOn();
  return { secret, qr: qrOf(uri) };
}

function alreadyOn(): ConflictError {
  return new ConflictError("Codes are asked for already.", { remedy: "Switch them off first to use another app." });
}

const QUIET_MODULES = 4;

/** Drawn as rectangles, one per run of dark modules in a row. */
function qrOf(text: string): TotpEnrolment["qr"] {
  const { size, data } = createQr(text, { errorCorrectionLevel: "M" }).modules;
  const runs: string[] = [];
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (data[y * size + x] !== 1) continue;
      const start = x;
      while (x + 1 < size && data[y * size + x + 1] === 1) x += 1;
      const length = x - start + 1;
      runs.push(`M${start + QUIET_MODULES} ${y + QUIET_MODULES}h${length}v1h-${length}z`);
    }
  }
  return { size: size + 2 * QUIET_MODULES, path: runs.join("") };
}

/** Proves that the app has the secret; from now on each sign-in asks for a code. Returns the recovery codes, once. */
export async function confirmTotp({ userId, sessionId }: Actor, input: TotpCode): Promise<RecoveryCodes> {
  const code = TotpCode.parse(input).code.replaceAll(/\s/g, "");
  const recoveryCodes = await transaction(async (tx) => {
    const { rows } = await tx.query<{ confirmed: boolean; started: boolean }>(
      `SELECT totp_confirmed_at IS NOT NULL AS confirmed, totp_secret IS NOT NULL AS started
         FROM app_user WHERE id = $1 FOR UPDATE`,
      [userId],
    );
    if (rows[0]?.confirmed === true) throw alreadyOn();
    if (rows[0]?.started !== true) {
      throw new ConflictError("There is no secret to confirm.", { remedy: "Begin anew on your account's page." });
    }
    if (!(await acceptTotp(userId, code, { pending: true, on: tx }))) {
      const message = "This code is wrong. Type the one your app shows now; its clock must be right.";
      throw new InvalidInputError(message, { fields: [{ field: "code", message }] });
    }
    await tx.query("UPDATE app_user SET totp_confirmed_at = now() WHERE id = $1", [userId]);
    const made = await makeRecoveryCodes(userId, tx);
    await publish(tx, { topic: "access", userId });
    return made;
  });
  await recordSignInEvent({ event: "totp-enabled", userId, sessionId });
  return { recoveryCodes };
}

/** Switches codes off, for oneself. */
export async function disableTotp({ userId, sessionId }: Actor): Promise<void> {
  if (!(await clearTotp(userId))) return;
  await publish(pool(), { topic: "access", userId });
  await recordSignInEvent({ event: "totp-disabled", userId, sessionId });
}

/** New recovery codes; the former ones are void. Throws ConflictError while codes are off. */
export async function renewRecoveryCodes({ userId, sessionId }: Actor): Promise<RecoveryCodes> {
  const recoveryCodes = await transaction(async (tx) => {
    const { rows } = await tx.query(
      "SELECT 1 FROM app_user WHERE id = $1 AND totp_confirmed_at IS NOT NULL FOR UPDATE",
      [userId],
    );
    if (rows.length === 0) {
      throw new ConflictError("Codes are not asked for.", { remedy: "Set up an authenticator app first." });
    }
    return makeRecoveryCodes(userId, tx);
  });
  await recordSignInEvent({ event: "recovery-codes-made", userId, sessionId });
  return { recoveryCodes };
}

/** Ends one of the person's own sessions. Throws NotFoundError for any other. */
export async function endOwnSession(actor: Actor, id: string): Promise<void> {
  const own = await listOwnSessions(actor);
  if (!own.some((session) => session.id === id) || (await endSession(id)) === null) {
    throw new NotFoundError("This session is over already.", { remedy: "Look at the list again." });
  }
  await publish(pool(), { topic: "access", userId: actor.userId });
  await recordSignInEvent({ event: "session-ended", userId: actor.userId, sessionId: id, detail: "by its owner" });
}

/** Ends every session of the person but the one that asks. Returns how many. */
export async function endOtherSessions({ userId, sessionId }: Actor): Promise<{ ended: number }> {
  const ended = await endSessionsOf(userId, sessionId);
  await publish(pool(), { topic: "access", userId });
  for (const id of ended) {
    await recordSignInEvent({ event: "session-ended", userId, sessionId: id, detail: "by its owner" });
  }
  return { ended: ended.length };
}

/** Throws InvalidInputError on `password` or `code`, TooManyAttemptsError. */
export async function stepUpSession(actor: Actor, input: Proof, { address }: Origin): Promise<void> {
  const proof = Proof.parse(input);
  await prove(actor, proof, { address, failed: "step-up-failed" });
  await stepUp(actor.sessionId);
  const { userId, sessionId } = actor;
  await recordSignInEvent({ event: "step-up", userId, sessionId, address, detail: wordFor(proof) });
}

export async function lockDesk({ userId, sessionId }: Actor): Promise<void> {
  await setLocked(sessionId, true);
  await recordSignInEvent({ event: "desk-locked", userId, sessionId });
}

/** Throws InvalidInputError on `password` or `code`, TooManyAttemptsError. */
export async function unlockDesk(actor: Actor, input: Proof, { address }: Origin): Promise<void> {
  const proof = Proof.parse(input);
  await prove(actor, proof, { address, failed: "unlock-failed" });
  await setLocked(actor.sessionId, false);
  const { userId, sessionId } = actor;
  await recordSignInEvent({ event: "desk-unlocked", userId, sessionId, address, detail: wordFor(proof) });
}

const wordFor = ({ code }: Proof) => (code === undefined ? "password" : "code");
