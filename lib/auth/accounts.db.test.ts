import { beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";
import { inLiveMode, withSettings } from "@/lib/testing/mode";
import {
  createFirstAdministrator,
  demoAccounts,
  ensureAdminFromSettings,
  ensureDemoAccounts,
  isSetupNeeded,
} from "./accounts";
import { verifyPassword } from "./password";
import { signIn } from "./sign-in";

const first = { email: "first@example.com", name: "Mara Kalnina", password: "twelve characters" };

async function users() {
  const { rows } = await pool().query<{
    email: string;
    role: string;
    demo: boolean;
    password_hash: string;
    break_glass: boolean;
  }>("SELECT email, role, demo, password_hash, break_glass FROM app_user ORDER BY email");
  return rows;
}

beforeEach(() => pool().query("DELETE FROM app_user"));

dbTest("creates the first administrator exactly once, however many ask at the same time", async () => {
  await inLiveMode(async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => createFirstAdministrator({ ...first, email: `first${i}@example.com` })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ status: 409 });
    }
    expect(await users()).toMatchObject([{ role: "administrator", demo: false, break_glass: true }]);
  });
});

dbTest("refuses a first password that is easy to guess, and says why", async () => {
  await inLiveMode(async () => {
    const weak = createFirstAdministrator({ ...first, password: "mara kalnina 1984" });
    await expect(weak).rejects.toMatchObject({
      status: 422,
      fields: [{ field: "password", message: expect.stringContaining("Your name") as string }],
    });
    expect(await users()).toEqual([]);
  });
});

dbTest("never in the sandbox", async () => {
  await expect(createFirstAdministrator(first)).rejects.toMatchObject({ status: 403 });
  expect(await users()).toEqual([]);
});

dbTest("demo accounts do not count as somebody", async () => {
  await make.user({ demo: true });
  expect(await isSetupNeeded()).toBe(true);
  await inLiveMode(() => createFirstAdministrator(first));
  expect(await isSetupNeeded()).toBe(false);
});

dbTest("the settings' administrator is created on start, and never changes anybody who exists", async () => {
  const admin = { GATEHOUSE_ADMIN_EMAIL: "Boss@example.com", GATEHOUSE_ADMIN_PASSWORD: "from the settings" };
  await withSettings(admin, async () => {
    await ensureAdminFromSettings();
    await ensureAdminFromSettings();
  });
  const [boss, ...others] = await users();
  expect(others).toEqual([]);
  expect(boss).toMatchObject({ email: "boss@example.com", role: "administrator" });
  await withSettings({ ...admin, GATEHOUSE_ADMIN_PASSWORD: "another password" }, ensureAdminFromSettings);
  expect(await users()).toEqual([boss]);
  expect(await verifyPassword(boss?.password_hash ?? null, "from the settings")).toBe(true);
});

dbTest("demo accounts exist in the sandbox alone, one of each role, and made once", async () => {
  await inLiveMode(ensureDemoAccounts);
  expect(await users()).toEqual([]);
  await ensureDemoAccounts();
  const made = await users();
  expect(made.map(({ role }) => role).sort()).toEqual(["administrator", "auditor", "guard", "receptionist"]);
  expect(made.every(({ demo }) => demo)).toBe(true);
  await ensureDemoAccounts();
  expect(await users()).toEqual(made);
  for (const { email, password } of demoAccounts) {
    expect(await signIn({ email, password }, { address: null, userAgent: null })).toHaveProperty("sessionId");
  }
});
