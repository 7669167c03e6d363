import { pool } from "@/lib/db/client";
import { settings } from "@/lib/env";
import { attempts } from "./attempts";
import { verifyPassword } from "./password";
import { createSession, type Origin } from "./session";

/** Words that reach the sign-in page as `error`; everything else is told there as "not available". */
export type SignInFailure = "wrong" | "too-many";

export type SignInResult =
  { userId: string; name: string; email: string; sessionId: string } | { failure: SignInFailure };

interface UserRow {
  id: string;
  name: string;
  email: string;
  password_hash: string;
  /** Not disabled, and no demo account outside the sandbox. */
  welcome: boolean;
}

/**
 * Checks e-mail and password and opens a session. Unknown, disabled and demo accounts take the same time and get the
 * same answer as a wrong password.
 */
export async function signIn(email: string, password: string, origin: Origin): Promise<SignInResult> {
  const user = await attempts().run(email, origin.address, () => check(email, password));
  if (user === "too-many") return { failure: "too-many" };
  if (user === null) return { failure: "wrong" };
  const sessionId = await createSession(user.id, origin);
  return { userId: user.id, name: user.name, email: user.email, sessionId };
}

async function check(email: string, password: string): Promise<UserRow | null> {
  const { rows } = await pool().query<UserRow>(
    `SELECT id, name, email, password_hash, disabled_at IS NULL AND ($2 OR NOT demo) AS welcome
       FROM app_user WHERE email = $1`,
    [email, settings().mode === "sandbox"],
  );
  const user = rows[0];
  const matches = await verifyPassword(user?.password_hash ?? null, password);
  return user !== undefined && matches && user.welcome ? user : null;
}
