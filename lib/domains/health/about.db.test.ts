import { readFileSync } from "node:fs";
import { GET } from "@/app/api/about/route";
import { settings } from "@/lib/env";
import { callRoute, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { withSettings } from "@/lib/testing/mode";
import { readAbout } from "./read";
import type { About } from "./schema";

dbTest("what runs here is told to those who manage the settings, and nothing secret with it", async () => {
  const administrator = await signedIn("administrator");
  const response = await callRoute(GET, administrator.request("/api/about"));
  expect(response.status).toBe(200);
  const about = (await response.json()) as About;
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(about).toEqual({
    version,
    node: process.versions.node,
    database: expect.stringMatching(/^\d+/) as string,
    mode: "sandbox",
    publicUrl: new URL(settings().publicUrl).origin,
    startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
  });
  expect(Date.parse(about.startedAt)).toBeLessThanOrEqual(Date.now());
  const elsewhere = await withSettings({ GATEHOUSE_URL: "https://desk:hunter2@gatehouse.example:8443/below" }, () =>
    readAbout(administrator.actor),
  );
  expect(elsewhere.publicUrl).toBe("https://gatehouse.example:8443");
  const guard = await signedIn("guard");
  expect((await callRoute(GET, guard.request("/api/about"))).status).toBe(403);
});
