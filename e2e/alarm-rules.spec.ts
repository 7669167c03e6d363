/** An administrator adds an alarm rule for a camera, gives it another schedule and priority, and sees its source go. */
import { expect, type Locator, type Page, test } from "@playwright/test";
import type { AlarmRuleItem } from "@/lib/domains/alarm-rules/schema";
import { sandboxOf } from "./fixtures/sandbox";
import { signIn, whenLive, whenMirrored } from "./fixtures/session";

test.setTimeout(180_000);

interface Camera {
  id: string;
  name: string;
  abilities: string[];
  area: { id: string } | null;
}

async function items<T>(page: Page, path: string): Promise<T[]> {
  const answer = await page.request.get(`/api/${path}`);
  expect(answer.ok(), path).toBe(true);
  return ((await answer.json()) as { items: T[] }).items;
}

/** A camera that detects motion and that no rule watches, found by a name that no other one has. */
async function freeCamera(page: Page): Promise<Camera> {
  const rules = await items<AlarmRuleItem>(page, "alarm-rules?limit=200");
  const cameras = await items<Camera>(page, "cameras?limit=200");
  const watched = new Set(rules.map(({ source }) => source.id));
  const free = cameras.find(
    ({ id, name, abilities }) =>
      !watched.has(id) &&
      abilities.includes("2002") &&
      cameras.filter((other) => other.name.includes(name)).length === 1,
  );
  if (free === undefined) throw new Error("every camera has a rule");
  return free;
}

async function choose(page: Page, form: Locator, label: RegExp | string, option: RegExp | string): Promise<void> {
  await form.getByRole("button", { name: label }).click();
  await page.getByRole("option", { name: option }).first().click();
  await expect(page.getByRole("option")).toHaveCount(0);
}

test("a rule is added for what its camera can detect, changed, and marked when its source is gone", async ({
  page,
}) => {
  await signIn(page, "Administrator");
  await whenMirrored(page);
  const camera = await freeCamera(page);
  const name = `${camera.name} – Motion`;

  await page.goto("/alarm-rules");
  await whenLive(page);
  await page.getByRole("button", { name: "Add rule" }).click();
  const adding = page.getByRole("dialog", { name: "Add rule" });
  await adding.getByRole("button", { name: /^Camera Choose/ }).click();
  await page.getByRole("searchbox", { name: "Name, serial or area" }).last().fill(camera.name);
  await page.getByRole("option", { name: camera.name }).first().click();
  await expect(page.getByRole("option")).toHaveCount(0);
  // Only what the camera supports is offered.
  await adding.getByRole("button", { name: /^Event|Event$/ }).click();
  await expect(page.getByRole("option", { name: "Camera offline" })).toBeVisible();
  await expect(page.getByRole("option", { name: "Alarm input triggered" })).toHaveCount(0);
  await page.getByRole("option", { name: "Motion", exact: true }).click();
  await expect(adding.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(name);
  await choose(page, adding, /Schedule/, "All-Day Template");
  await choose(page, adding, /Priority/, "High");
  await adding.getByRole("button", { name: "Add rule" }).click();
  await expect(adding).toHaveCount(0);
  await expect(page.getByText("Rule added")).toBeVisible();

  await page.goto(`/alarm-rules?q=${encodeURIComponent(name)}`);
  await whenLive(page);
  const row = page.getByRole("grid", { name: "Alarm rules" }).getByRole("row", { name });
  await expect(row).toContainText("High");
  await row.press("Enter");
  const drawer = page.getByRole("complementary", { name: "Rule" });
  await expect(drawer).toContainText("All-Day Template");
  await expect(drawer).toContainText("the gateway cannot list them");

  await drawer.getByRole("button", { name: "Edit" }).click();
  const editing = page.getByRole("dialog", { name: "Edit rule" });
  await choose(page, editing, /Schedule/, "Weekend Template");
  await choose(page, editing, /Priority/, "Low");
  await editing.getByRole("button", { name: "Save changes" }).click();
  await expect(editing).toHaveCount(0);
  await expect(drawer).toContainText("Weekend Template");

  // The gateway says the same when it is read anew.
  const asked = await page.request.post("/api/sync", { data: { kind: "alarm-rules" } });
  expect(asked.ok()).toBe(true);
  await whenRead(page);
  await page.reload();
  await whenLive(page);
  await expect(row).toContainText("Low");
  await expect(drawer).toContainText("Weekend Template");
  await expect(row).toContainText("Working");

  const sandbox = await sandboxOf(page);
  await sandbox.remove(`world/cameras/${camera.id}`);
  expect((await page.request.post("/api/sync", { data: { kinds: ["cameras", "alarm-rules"] } })).ok()).toBe(true);
  await expect(row).toContainText("Source is gone", { timeout: 60_000 });
  await expect(drawer).toContainText("no longer in the cloud account");

  // Other journeys count the cameras and know them by name.
  const [another] = await sandbox.add("cameras", { add: 1, areaId: camera.area?.id });
  await sandbox.patch(`world/cameras/${another}`, { name: camera.name });
  expect((await page.request.post("/api/sync", { data: { kind: "cameras" } })).ok()).toBe(true);
  await expect(async () =>
    expect(await items(page, `cameras?q=${encodeURIComponent(camera.name)}`)).toHaveLength(1),
  ).toPass();
});

test("an output is switched with a reason, and is shown as its device says; the gateway's log is searched", async ({
  page,
}) => {
  await signIn(page, "Administrator");
  await whenMirrored(page);
  const [output] = await items<{ id: string; name: string }>(page, "alarm-outputs?state=online&limit=1");
  await page.goto(`/inputs-outputs?tab=outputs&open=${output?.id ?? ""}`);
  await whenLive(page);
  const drawer = page.getByRole("complementary", { name: "Output" });
  const signal = drawer.getByRole("region", { name: "Signal" }).getByRole("status");
  // What the gateway refuses is said in the question, with its code.
  const sandbox = await sandboxOf(page);
  await sandbox.post("faults", { match: "alarmoutputs/control", kind: "errorCode", code: "OPEN000010", times: 1 });
  await drawer.getByRole("button", { name: "Switch on" }).click();
  const refused = page.getByRole("alertdialog");
  await refused.getByRole("button", { name: "Switch on" }).click();
  await expect(refused.getByRole("alert")).toContainText("OPEN000010");
  await refused.getByRole("button", { name: "Cancel" }).click();
  for (const [verb, word] of [
    ["Switch on", "On"],
    ["Switch off", "Off"],
  ] as const) {
    await drawer.getByRole("button", { name: verb }).click();
    const question = page.getByRole("alertdialog", { name: new RegExp(`^Switch .* ${word.toLowerCase()}\\?$`) });
    await question.getByRole("textbox", { name: "Reason" }).fill("Monthly drill");
    await question.getByRole("button", { name: verb }).click();
    await expect(question).toHaveCount(0);
    await expect(signal).toHaveText(`Signal${word}`);
  }
  await page.goto("/audit?action=alarm-output.control&sort=-time");
  await whenLive(page);
  await page.getByRole("grid", { name: "Audit" }).getByRole("row").nth(1).press("Enter");
  await expect(page.getByRole("complementary", { name: "Entry" })).toContainText("Monthly drill");

  const now = Date.now();
  const address = (from: number) =>
    `/alarm-log?${new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(now).toISOString() })}`;
  await page.goto(address(now - 86_000_000));
  await whenLive(page);
  const found = page.getByRole("region", { name: "Alarms of the log" });
  await expect(found.getByRole("listitem").first()).toBeVisible({ timeout: 30_000 });
  await expect(found.getByRole("status")).toContainText(/searched on the clocks? of the sites, UTC/);
  // What the form would not let through is not asked for by way of the address either.
  await page.goto(address(now - 90_000_000));
  await expect(found).toContainText("searches a day at most");
});

/** Until no pass that somebody asked for is left. */
async function whenRead(page: Page): Promise<void> {
  await expect(async () => {
    const states = await items<{ requestedAt: string | null }>(page, "sync");
    expect(states.every(({ requestedAt }) => requestedAt === null)).toBe(true);
  }).toPass({ timeout: 60_000 });
}
