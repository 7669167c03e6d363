/** Makes what tests need in the database of their own; every call makes something new. */
import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/auth/actor";
import { hashPassword } from "@/lib/auth/password";
import type { Role } from "@/lib/auth/roles";
import { createSession } from "@/lib/auth/session";
import { pool } from "@/lib/db/client";
import { oncePerProcess } from "@/lib/process";

export const TEST_PASSWORD = "correct horse battery";

export interface UserInit {
  role?: Role;
  email?: string;
  name?: string;
  password?: string;
  demo?: boolean;
  disabled?: boolean;
}

export interface MadeUser {
  id: string;
  email: string;
  name: string;
  role: Role;
  password: string;
}

const usualHash = () => oncePerProcess("testing.hash", () => hashPassword(TEST_PASSWORD));

async function user(init: UserInit = {}): Promise<MadeUser> {
  const id = randomUUID();
  const { role = "administrator", email = `user-${id}@example.com`, name = "Test Person" } = init;
  const { password = TEST_PASSWORD, demo = false, disabled = false } = init;
  const hash = password === TEST_PASSWORD ? await usualHash() : await hashPassword(password);
  await pool().query(
    `INSERT INTO app_user (id, email, name, password_hash, role, demo, disabled_at)
     VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7 THEN now() END)`,
    [id, email, name, hash, role, demo, disabled],
  );
  return { id, email, name, role, password };
}

/** A user of that role with an open session: the first argument of verbs. */
async function actor(role: Role = "administrator", init: Omit<UserInit, "role"> = {}): Promise<Actor> {
  const { id: userId, name, email } = await user({ ...init, role });
  const sessionId = await createSession(userId, { address: "192.0.2.1", userAgent: "test" });
  return { userId, sessionId, name, email, role };
}

export const make = { user, actor };
