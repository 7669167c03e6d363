/**
 * Keys for our own use, derived from one secret: sign-in cookies, cursors, the token at rest, metrics.
 * The secret is generated at the first start and kept with owner-only rights in the data folder.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { required } from "@/lib/env";
import { oncePerProcess } from "@/lib/process";

export type SecretUse =
  "sign-in" | "cursor" | "gateway-token" | "lock-out" | "totp" | "recovery-code" | "mark" | "audit-anchor" | "webhook";

/** 32 bytes for one use; knowing one tells nothing about another. */
export function derivedKey(use: SecretUse): Buffer {
  return oncePerProcess(`key.${use}`, () => Buffer.from(hkdfSync("sha256", required("secret"), "gatehouse", use, 32)));
}

/** AES-256-GCM, base64url: nonce, tag, ciphertext. */
export function seal(use: SecretUse, plain: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", derivedKey(use), nonce);
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
}

/** The text that was sealed, or null when it was sealed with another secret or changed since. */
export function unseal(use: SecretUse, sealed: string): string | null {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length < 28) return null;
  const decipher = createDecipheriv("aes-256-gcm", derivedKey(use), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
