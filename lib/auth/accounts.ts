/** Accounts that exist before anybody manages users: the first administrator, and the sandbox's demo accounts. */
import { randomUUID } from "node:crypto";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { settings } from "@/lib/env";
import { ConflictError, ForbiddenError } from "@/lib/errors";
import { log } from "@/lib/log";
import { hashPassword } from "./password";
import type { Role } from "./roles";
import { requireStrong, weakness } from "./strength";

export interface DemoAccount {
  email: string;
  name: string;
  role: Role;
  password: string;
}

/** The same for every demo account: the sandbox is open to whoever reaches it. */
const DEMO_PASSWORD = "gatehouse-demo";

const demo = (email: string, name: string, role: Role): DemoAccount => ({ email, name, role, password: DEMO_PASSWORD });

/** Shown at the start and on the sign-in page, in the sandbox only. */
export const demoAccounts: readonly DemoAccount[] = [
  demo("admin@demo.local", "Ilze Bērziņa", "administrator"),
  demo("guard@demo.local", "Tomás Quintero", "guard"),
  demo("reception@demo.local", "Amara Okonkwo", "receptionist"),
  demo("auditor@demo.local", "Kenji Watanabe", "auditor"),
];

export interface NewAdministrator {
  email: string;
  name: string;
  password: string;
}

const ANYBODY = "SELECT EXISTS (SELECT 1 FROM app_user WHERE NOT demo) AS found";

/** True until the first real account exists. */
export async function isSetupNeeded(): Promise<boolean> {
  const { rows } = await pool().query<{ found: boolean }>(ANYBODY);
  return rows[0]?.found === false;
}

/** Inserts the administrator unless a real account exists; returns the id, or null when one was there first. */
async function insertFirst({ email, name, password }: NewAdministrator): Promise<string | null> {
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    // One at a time, or two requests would both find the table empty.
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('gatehouse.first-administrator', 0))");
    const { rows } = await tx.query<{ found: boolean }>(ANYBODY);
    if (rows[0]?.found !== false) return null;
    const id = randomUUID();
    const added = await tx.query(
      // Break-glass, or with passwords switched off nobody could ever let a second administrator in.
      `INSERT INTO app_user (id, email, name, password_hash, role, break_glass)
       VALUES ($1, $2, $3, $4, 'administrator', true)
       ON CONFLICT (email) DO NOTHING`,
      [id, email, name, passwordHash],
    );
    return added.rowCount === 1 ? id : null;
  });
}

/**
 * Creates the first administrator, exactly once in the life of an installation. Throws ForbiddenError in the sandbox,
 * ConflictError when a real account exists already, InvalidInputError for a password that is easy to guess.
 */
export async function createFirstAdministrator(account: NewAdministrator): Promise<{ id: string }> {
  if (settings().mode === "sandbox") {
    throw new ForbiddenError("The sandbox has demo accounts and needs no set-up.", {
      remedy: "Sign in with one of the demo accounts.",
    });
  }
  // Asked before any work as well, so that a finished set-up costs nobody any.
  const needed = await isSetupNeeded();
  if (needed) await requireStrong(account.password, [account.email, account.name]);
  const id = needed ? await insertFirst(account) : null;
  if (id !== null) return { id };
  throw new ConflictError("The first administrator exists already.", { remedy: "Sign in instead." });
}

/** On start: creates the first administrator from the settings. Never changes an account that exists. */
export async function ensureAdminFromSettings(): Promise<void> {
  const { admin } = settings();
  if (admin === null || !(await isSetupNeeded())) return;
  const id = await insertFirst({ ...admin, name: "Administrator" });
  if (id === null) return;
  log.info({ email: admin.email }, "created the first administrator from the settings");
  if ((await weakness(admin.password, [admin.email])) !== null) {
    log.warn(
      "GATEHOUSE_ADMIN_PASSWORD is easy to guess: change it on the account's page and take it out of the settings",
    );
  }
}

/** On start, in the sandbox alone: creates the demo accounts that are missing. */
export async function ensureDemoAccounts(): Promise<void> {
  if (settings().mode !== "sandbox") return;
  const { rows } = await pool().query<{ email: string }>("SELECT email FROM app_user WHERE demo");
  const present = new Set(rows.map((row) => row.email));
  for (const { email, name, role, password } of demoAccounts.filter((account) => !present.has(account.email))) {
    await pool().query(
      `INSERT INTO app_user (id, email, name, password_hash, role, demo) VALUES ($1, $2, $3, $4, $5, true)
       ON CONFLICT (email) DO NOTHING`,
      [randomUUID(), email, name, await hashPassword(password), role],
    );
  }
}
