/** Data of each earlier version: restored as a person would, brought up to date by the start, and in use after it. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import type { PublicHealth } from "@/lib/domains/health/schema";
import { startGatehouse } from "./fixtures/gatehouse";

const root = resolve(import.meta.dirname, "..");
const fixtures = join(root, "scripts/backup/fixtures");
const files = readdirSync(fixtures).filter((name) => name.endsWith(".gatehouse"));

test("there is a backup of every version that was handed out", () => {
  expect(files).toContain("20261122000000-walking-skeleton.gatehouse");
});

for (const file of files) {
  test(`${file}: everything starts on it, and people find what was there`, async ({ browser }) => {
    test.setTimeout(300_000);
    const folder = mkdtempSync(join(tmpdir(), "gatehouse-upgrade-"));
    chmodSync(folder, 0o755);
    try {
      const restored = spawnSync(
        process.execPath,
        ["scripts/backup.mjs", "restore", "--from", join(fixtures, file), "--to-data-dir", folder],
        {
          cwd: root,
          env: { ...process.env, GATEHOUSE_BACKUP_PASSPHRASE: "the passphrase of the fixtures" },
          encoding: "utf8",
        },
      );
      expect(restored.stderr).toBe("");
      expect(restored.status).toBe(0);

      const port = 4480 + Math.floor(Math.random() * 100);
      const gatehouse = await startGatehouse({ PORT: String(port), GATEHOUSE_DATA_DIR: folder });
      expect(gatehouse.said()).toContain("Gatehouse is ready");
      try {
        const page = await browser.newPage({ baseURL: `http://localhost:${port}` });
        await page.goto("/sign-in?next=%2Fcameras");
        await page.getByRole("button", { name: "Administrator", exact: true }).click();
        await expect(page.getByRole("heading", { level: 1, name: "Cameras" })).toBeVisible();
        const answer = await page.request.get("/api/cameras?limit=200");
        const { items } = (await answer.json()) as { items: { thumbnail: { state: string; url: string | null } }[] };
        expect(items).toHaveLength(40);
        const picture = items.find(({ thumbnail }) => thumbnail.state === "ready")?.thumbnail.url;
        expect((await page.request.get(picture ?? "")).headers()["content-type"]).toBe("image/jpeg");
        // The worker works on the new schema too: every duty has run, and none is late.
        await expect
          .poll(async () => ((await (await page.request.get("/api/health")).json()) as PublicHealth).status, {
            timeout: 120_000,
          })
          .toBe("ok");
        await page.close();
      } finally {
        gatehouse.process.kill("SIGTERM");
        expect(await gatehouse.ended).toBe(0);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
