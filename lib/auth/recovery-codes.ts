/** Ten codes on paper for the day the phone is lost: kept as salted, slow hashes under a key of ours, good once each. */
import { createHmac, randomInt } from "node:crypto";
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import { derivedKey } from "@/lib/secrets";
import { hashPassword, verifyPassword } from "./password";

export const RECOVERY_CODES = 10;

/** Without letters that are taken for digits. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

function newCode(): string {
  const letters = Array.from({ length: 12 }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].map((part) => part.join("")).join("-");
}

/** What is hashed: without the key outside the database nobody can even begin to guess. */
function keyed(userId: string, code: string): string {
  const plain = code.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return createHmac("sha256", derivedKey("recovery-code")).update(`${userId} ${plain}`).digest("hex");
}

/** Replaces all codes of a person. Returns the new ones, which cannot be shown again. */
export async function makeRecoveryCodes(userId: string, on: Queryable): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  const hashes = await Promise.all(codes.map((code) => hashPassword(keyed(userId, code))));
  await on.query("DELETE FROM recovery_code WHERE user_id = $1", [userId]);
  await on.query("INSERT INTO recovery_code (user_id, code_hash) SELECT $1, unnest($2::text[])", [userId, hashes]);
  return codes;
}

/** True when the code is one of this person's and was not used before; marks it as used. */
export async function acceptRecoveryCode(userId: string, code: string): Promise<boolean> {
  const { rows } = await pool().query<{ code_hash: string }>(
    "SELECT code_hash FROM recovery_code WHERE user_id = $1 AND used_at IS NULL",
    [userId],
  );
  const given = keyed(userId, code);
  for (const { code_hash: stored } of rows) {
    if (!(await matches(stored, given))) continue;
    const { rowCount } = await pool().query(
      "UPDATE recovery_code SET used_at = now() WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL",
      [userId, stored],
    );
    return rowCount === 1;
  }
  return false;
}

/** Codes of earlier versions were kept as the keyed hash itself. */
function matches(stored: string, given: string): boolean | Promise<boolean> {
  return stored.startsWith("$argon2") ? verifyPassword(stored, given) : stored === given;
}

export async function recoveryCodesLeft(userId: string): Promise<number> {
  const { rows } = await pool().query<{ left: number }>(
    "SELECT count(*)::int AS left FROM recovery_code WHERE user_id = $1 AND used_at IS NULL",
    [userId],
  );
  return rows[0]?.left ?? 0;
}
