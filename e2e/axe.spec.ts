/** No serious or critical finding of axe on any page, in both themes, on a desk and on a phone, nor over the pages. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { arrive } from "./fixtures/alarms";
import { databaseOf } from "./fixtures/database";
import { idsFor, openOverlay, overlays } from "./fixtures/overlays";
import { signIn, whenMirrored, whenLive } from "./fixtures/session";

async function firstId(page: Page, noun: string): Promise<string> {
  const { items } = (await (await page.request.get(`/api/${noun}${noun.includes("?") ? "&" : "?"}limit=1`)).json()) as {
    items: { id: string }[];
  };
  return encodeURIComponent(items[0]?.id ?? "");
}

/** Rules whose finding depends on the theme; the others see the same page in both. */
const ofColour = ["color-contrast", "link-in-text-block"];

async function seriousOf(axe: AxeBuilder, theme: string): Promise<string[]> {
  const { violations } = await axe.setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${theme}: ${id}: ${html}\n${failureSummary}`));
}

const groundOf = (page: Page) => page.evaluate(() => getComputedStyle(document.body).color);

/** Everything in light; then what colours are about, on the same page in dark. */
async function findings(page: Page): Promise<string[]> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const light = await seriousOf(new AxeBuilder({ page }).withTags(tags), "light");
  const ground = await groundOf(page);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await groundOf(page)).not.toBe(ground);
  const dark = await seriousOf(new AxeBuilder({ page }).withRules(ofColour), "dark");
  await page.emulateMedia({ colorScheme: "light" });
  return [...light, ...dark];
}

for (const [place, viewport] of [
  ["desk", { width: 1440, height: 900 }],
  ["phone", { width: 360, height: 740 }],
] as const) {
  test.describe(`on a ${place}`, () => {
    // A colour on its way to another is no finding.
    test.use({ colorScheme: "light", viewport, contextOptions: { reducedMotion: "reduce" } });

    test("every page", async ({ page }) => {
      test.setTimeout(600_000);
      await page.goto("/sign-in");
      expect(await findings(page), "/sign-in").toEqual([]);
      await signIn(page, "Administrator");
      await whenMirrored(page);
      const [area, device, camera, door, user] = await Promise.all(
        ["areas", "devices", "cameras", "doors", "users"].map((noun) => firstId(page, noun)),
      );
      const [rule, output] = await Promise.all(["alarm-rules", "alarm-outputs"].map((noun) => firstId(page, noun)));
      const database = await databaseOf(process.env["GATEHOUSE_E2E_FOLDER"] ?? "");
      const [alarm] = await arrive(database, [{ sourceName: "Dock three", priority: 1 }]);
      await database.end();
      await expect(async () => expect(await firstId(page, "events")).not.toBe("")).toPass({ timeout: 60_000 });
      const event = await firstId(page, "events?kind=authentication");
      const asked = await page.request.post("/api/exports", { data: { list: "doors" } });
      const job = ((await asked.json()) as { id: string }).id;
      for (const path of [
        "/",
        "/alarm-quality",
        "/alarms",
        `/alarms/${alarm}`,
        `/alarms/${alarm}/report`,
        "/alarms/there-is-none",
        "/alarms?q=nothing-is-called-this",
        "/alarm-quality?when=last-30-days",
        "/areas",
        `/areas?area=${area}`,
        "/devices",
        `/devices/${device}`,
        "/cameras",
        "/cameras?view=grid",
        "/cameras?q=nothing-is-called-this",
        `/cameras/${camera}`,
        "/cameras/there-is-none",
        "/doors",
        `/doors?open=${door}`,
        "/events",
        `/events?open=${event}`,
        "/events?q=nothing-is-called-this",
        "/inputs-outputs",
        "/inputs-outputs?tab=outputs",
        `/inputs-outputs?tab=outputs&open=${output}`,
        "/alarm-rules",
        `/alarm-rules?open=${rule}`,
        "/alarm-rules?tab=instructions",
        "/alarm-rules?tab=priorities",
        "/alarm-rules?tab=solar",
        "/alarm-log",
        "/handover",
        "/handover?tab=history",
        "/health",
        "/jobs",
        "/jobs?q=nothing-is-called-this",
        `/jobs?open=${job}`,
        "/audit",
        "/audit?open=1",
        "/settings",
        "/settings/about",
        "/settings/escalation",
        "/settings/licences",
        "/settings/queues",
        "/settings/retention",
        "/account",
        "/settings/synchronisation",
        "/settings/users",
        `/settings/users/${user}`,
        "/settings/roles",
      ]) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        expect(await findings(page), path).toEqual([]);
      }
      await page.request.post("/api/session/lock");
      await page.goto("/");
      await expect(page.getByRole("heading", { name: "This desk is locked" })).toBeVisible();
      expect(await findings(page), "/locked").toEqual([]);
    });
  });
}

test.describe("over the pages", () => {
  test.use({ actionTimeout: 30_000, colorScheme: "light", contextOptions: { reducedMotion: "reduce" } });

  test("every menu, choice and dialog", async ({ page, browser }) => {
    test.setTimeout(600_000);
    // Somewhere else, so that there is a session to end.
    const elsewhere = await browser.newPage();
    await signIn(elsewhere, "Administrator");
    await elsewhere.close();
    await signIn(page, "Administrator");
    await whenMirrored(page);
    for (const overlay of overlays(await idsFor(page))) {
      await openOverlay(page, overlay);
      expect(await findings(page), overlay.name).toEqual([]);
    }
    const database = await databaseOf(process.env["GATEHOUSE_E2E_FOLDER"] ?? "");
    await database.query("UPDATE session SET stepped_up_at = stepped_up_at - interval '6 minutes'");
    await database.end();
    await page.goto("/account");
    await whenLive(page);
    await page.getByRole("button", { name: "Set up an authenticator app…" }).click();
    await expect(page.getByRole("dialog", { name: "Confirm that it is you" }).getByLabel("Password")).toBeVisible();
    expect(await findings(page), "Confirm that it is you").toEqual([]);
  });
});
