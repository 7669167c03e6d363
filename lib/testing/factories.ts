/** Makes what tests need in the database of their own; every call makes something new. */
import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/auth/actor";
import { hashPassword } from "@/lib/auth/password";
import type { Role } from "@/lib/auth/roles";
import { createSession, openSession } from "@/lib/auth/session";
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
  /** Areas the user is limited to; everywhere unless given. */
  areaIds?: readonly string[];
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
  const { password = TEST_PASSWORD, demo = false, disabled = false, areaIds = null } = init;
  const hash = password === TEST_PASSWORD ? await usualHash() : await hashPassword(password);
  await pool().query(
    `INSERT INTO app_user (id, email, name, password_hash, role, demo, disabled_at, scoped, area_ids)
     VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7 THEN now() END, $8, $9)`,
    [id, email, name, hash, role, demo, disabled, areaIds !== null, areaIds ?? []],
  );
  return { id, email, name, role, password };
}

/** A user of that role with an open session: the first argument of verbs. */
async function actor(role: Role = "administrator", init: Omit<UserInit, "role"> = {}): Promise<Actor> {
  const { id } = await user({ ...init, role });
  const open = await openSession(await createSession(id, { address: "192.0.2.1", userAgent: "test" }));
  if (open === null) throw new Error("a demo or disabled user cannot act here");
  return open.actor;
}

export const make = { user, actor };
