import { pool } from "@/lib/db/client";
import { settings } from "@/lib/env";
import { recordSignInEvent } from "./events";
import { guarded, type Verdict } from "./lock-out";
import type { Origin } from "./origin";
import { verifyPassword } from "./password";
import { acceptCode } from "./proof";
import { createSession, type SignInMethod } from "./session";

export interface SignInInput {
  email: string;
  password: string;
  /** Asked for only after the password was right: six digits, or a recovery code. */
  code?: string | undefined;
}

/**
 * "wrong" is all that somebody without the right password learns; "code-needed" and "code-wrong" follow a right one.
 * "locked" is the same for accounts that do not exist.
 */
export type SignInFailure =
  { failure: "wrong" | "code-needed" | "code-wrong" } | { failure: "locked"; seconds: number };

export type SignInResult = { userId: string; name: string; email: string; sessionId: string } | SignInFailure;

interface UserRow {
  id: string;
  name: string;
  email: string;
  password_hash: string | null;
  totp: boolean;
  /** Not disabled, no demo account outside the sandbox, and not one that signs in elsewhere. */
  welcome: boolean;
}

type Found =
  { user: UserRow; method: SignInMethod } | { failure: "wrong" | "code-needed" | "code-wrong"; userId: string | null };

/**
 * Checks e-mail, password and, where the account has one, the second factor, and opens a session. Unknown, disabled
 * and demo accounts take the same time and get the same answer as a wrong password.
 */
export async function signIn(input: SignInInput, origin: Origin): Promise<SignInResult> {
  const { address } = origin;
  const checked = await guarded({ kind: "account", of: input.email, address }, () => check(input));
  if ("lockedSeconds" in checked) {
    await recordSignInEvent({ event: "locked-out", userId: null, address });
    return { failure: "locked", seconds: checked.lockedSeconds };
  }
  const found = checked.value;
  if ("failure" in found) {
    const { failure, userId } = found;
    if (failure !== "code-needed")
      await recordSignInEvent({ event: "sign-in-failed", userId, address, detail: failure });
    return { failure };
  }
  const { user, method } = found;
  const sessionId = await createSession(user.id, origin, { method, provedSecondsAgo: 0 });
  if (method === "recovery-code") await recordSignInEvent({ event: "recovery-code-used", userId: user.id, sessionId });
  await recordSignInEvent({ event: "sign-in", userId: user.id, sessionId, address, detail: method });
  return { userId: user.id, name: user.name, email: user.email, sessionId };
}

async function check({ email, password, code }: SignInInput): Promise<Verdict<Found>> {
  const { mode, passwordSignIn } = settings();
  const { rows } = await pool().query<UserRow>(
    `SELECT id, name, email, password_hash, totp_confirmed_at IS NOT NULL AS totp,
            disabled_at IS NULL AND ($2 OR NOT demo) AND ($3 OR break_glass) AS welcome
       FROM app_user WHERE email = $1`,
    [email, mode === "sandbox", passwordSignIn],
  );
  const user = rows[0];
  const matches = await verifyPassword(user?.password_hash ?? null, password);
  if (user === undefined || !matches || !user.welcome) {
    return { verdict: "failed", value: { failure: "wrong", userId: user?.id ?? null } };
  }
  if (!user.totp) return { verdict: "passed", value: { user, method: "password" } };
  // Neither right nor wrong: a right password alone must not wipe out the codes that were guessed.
  if (code === undefined) return { verdict: "undecided", value: { failure: "code-needed", userId: user.id } };
  const how = await acceptCode(user.id, code);
  if (how === null) return { verdict: "failed", value: { failure: "code-wrong", userId: user.id } };
  return { verdict: "passed", value: { user, method: how === "code" ? "password-code" : how } };
}
