/** Codes of an authenticator app (RFC 6238): six digits, new every 30 s, the neighbours accepted, none twice. */
import { Secret, TOTP } from "otpauth";
import { pool } from "@/lib/db/client";
import { transaction, type Queryable } from "@/lib/db/transaction";
import { log } from "@/lib/log";
import { seal, unseal } from "@/lib/secrets";

export const TOTP_PERIOD_SECONDS = 30;

/** How an authenticator app is told; the app shows `label`. */
function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: "Gatehouse",
    label,
    secret: Secret.fromBase32(secret),
    algorithm: "SHA1",
    digits: 6,
    period: TOTP_PERIOD_SECONDS,
  });
}

export interface TotpSecret {
  /** Base32, to type where a camera is missing. */
  secret: string;
  /** otpauth://totp/…, what the QR code holds. */
  uri: string;
}

export function newTotpSecret(email: string): TotpSecret & { sealFor: (userId: string) => string } {
  const secret = new Secret({ size: 20 }).base32;
  // With its owner inside, a sealed secret copied to another account's row opens nothing there.
  const sealFor = (userId: string) => seal("totp", `${userId} ${secret}`);
  return { secret, uri: totpOf(secret, email).toString(), sealFor };
}

function opened(userId: string, sealed: string): string | null {
  const [owner, secret] = unseal("totp", sealed)?.split(" ") ?? [];
  if (owner === userId && secret !== undefined) return secret;
  log.error({ userId }, "an authenticator secret cannot be read: it was sealed with another GATEHOUSE_SECRET");
  return null;
}

/** The step whose code this is, the previous and the next included, or null. */
function stepOf(secret: string, code: string): number | null {
  const now = Date.now();
  const delta = totpOf(secret, "").validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / 1_000 / TOTP_PERIOD_SECONDS) + delta;
}

/**
 * True when `code` is right now and was not used before; marks it as used. `pending` asks the secret that is not yet
 * confirmed.
 */
export async function acceptTotp(
  userId: string,
  code: string,
  { pending = false, on = pool() }: { pending?: boolean; on?: Queryable } = {},
): Promise<boolean> {
  const { rows } = await on.query<{ totp_secret: string | null }>(
    "SELECT totp_secret FROM app_user WHERE id = $1 AND (totp_confirmed_at IS NULL) = $2",
    [userId, pending],
  );
  const sealed = rows[0]?.totp_secret ?? null;
  const secret = sealed === null ? null : opened(userId, sealed);
  const step = secret === null ? null : stepOf(secret, code);
  if (step === null) return false;
  // One statement, so that of two people with the same code one gets in.
  const { rowCount } = await on.query(
    `UPDATE app_user SET totp_last_step = $2
      WHERE id = $1 AND totp_secret = $3 AND (totp_last_step IS NULL OR totp_last_step < $2)`,
    [userId, step, sealed],
  );
  return rowCount === 1;
}

/** Switches codes off and voids the recovery codes. True when there was something to switch off. */
export async function clearTotp(userId: string): Promise<boolean> {
  return transaction(async (tx) => {
    const { rowCount } = await tx.query(
      `UPDATE app_user SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL
        WHERE id = $1 AND totp_secret IS NOT NULL`,
      [userId],
    );
    await tx.query("DELETE FROM recovery_code WHERE user_id = $1", [userId]);
    return rowCount === 1;
  });
}
