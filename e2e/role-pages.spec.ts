/** Every page of the console against every role; a new page has to be added here. */
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { permissionsOf, type Permission, type Role } from "@/lib/auth/roles";
import { type DemoRole, signIn } from "./fixtures/session";

const needs: Readonly<Record<string, Permission | "signed-in">> = {
  "/": "signed-in",
  "/account": "signed-in",
  "/alarms": "alarms:read",
  "/alarms/[id]": "alarms:read",
  "/alarm-quality": "alarms:read",
  "/alarm-log": "alarms:read",
  "/alarm-rules": "alarm-rules:read",
  "/areas": "areas:read",
  "/audit": "audit:read",
  "/cameras": "cameras:read",
  "/cameras/[id]": "cameras:read",
  "/devices": "devices:read",
  "/devices/[id]": "devices:read",
  "/doors": "doors:read",
  "/events": "doors:read",
  "/handover": "alarms:handle",
  "/health": "devices:read",
  "/inputs-outputs": "devices:read",
  "/jobs": "signed-in",
  "/settings": "settings:manage",
  "/settings/about": "settings:manage",
  "/settings/escalation": "settings:manage",
  "/settings/licences": "settings:manage",
  "/settings/queues": "settings:manage",
  "/settings/retention": "settings:manage",
  "/settings/roles": "users:manage",
  "/settings/synchronisation": "settings:manage",
  "/settings/users": "users:manage",
  "/settings/users/[id]": "users:manage",
};

const folder = resolve(import.meta.dirname, "../app/(console)");
const pages = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|\/)page\.tsx$/.test(file))
  .map((file) => `/${file.replace(/\/?page\.tsx$/, "")}`)
  .sort();
const addressOf = (page: string) => page.replace(/\[\w+\]/g, "00000000-0000-4000-8000-000000000000");

// Every page is opened, one after the other.
test.describe.configure({ timeout: 180_000 });

test("every page says here what it needs", () => {
  expect(pages).toEqual(Object.keys(needs).sort());
});

test("somebody who is not signed in is sent to sign in, from every page", async ({ page }) => {
  for (const each of pages) {
    await page.goto(addressOf(each));
    await expect(page, each).toHaveURL(/\/sign-in/);
  }
});

const people: readonly [DemoRole, Role][] = [
  ["Administrator", "administrator"],
  ["Guard", "guard"],
  ["Receptionist", "receptionist"],
  ["Auditor", "auditor"],
];

for (const [name, role] of people) {
  test(`a ${role} is let in or turned away as the table says, by every page`, async ({ page }) => {
    await signIn(page, name);
    for (const each of pages) {
      const wanted = needs[each];
      if (wanted === undefined) throw new Error(`${each} is not in the table`);
      await page.goto(addressOf(each));
      if (wanted === "signed-in" || permissionsOf(role).includes(wanted)) {
        await expect(page.getByRole("main"), each).toBeVisible();
        expect(new URL(page.url()).pathname, each).toBe(addressOf(each));
      } else {
        await expect(page, each).toHaveURL(new RegExp(`/no-access\\?needs=${wanted}$`));
      }
    }
  });
}

test("who is turned away by a page stands in the audit log, without what they searched for", async ({
  page,
  browser,
}) => {
  await signIn(page, "Auditor");
  await page.goto("/settings/users?q=somebody-secret");
  await expect(page).toHaveURL(/\/no-access/);
  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, "Administrator");
  const found = await admin.request.get("/api/users?q=auditor%40demo.local");
  const { items } = (await found.json()) as { items: { id: string }[] };
  const file = await (await admin.request.post(`/api/users/${items[0]?.id}/export`)).text();
  expect(file).toContain('"why":"The page /settings/users needs \\"users:manage\\"."');
  expect(file).not.toContain("somebody-secret");
});
