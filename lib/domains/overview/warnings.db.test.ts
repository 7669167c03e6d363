import { beforeAll } from "vitest";
import { GET } from "@/app/api/overview/route";
import { pool } from "@/lib/db/client";
import type { LicenceOverview } from "@/lib/domains/licences/schema";
import { callRoute, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox } from "@/lib/testing/sandbox";
import type { Overview } from "./schema";

// The overview tells of the gateway, so there has to be one.
beforeAll(async () => {
  const sandbox = await startSandbox();
  return () => sandbox.stop();
});

async function warnings(role: "administrator" | "guard"): Promise<Overview["warnings"]> {
  const person = await signedIn(role);
  return ((await (await callRoute(GET, person.request("/api/overview"))).json()) as Overview).warnings;
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const licence = (service: string, days: number, more: Partial<LicenceOverview> = {}): LicenceOverview => ({
  ...{ service, package: "purchased", state: "valid", used: 1, remaining: 9, total: 10, lastExpiresAt: inDays(days) },
  ...more,
});

dbTest("who manages the settings is warned of licences that end", async () => {
  expect(await warnings("administrator")).toEqual({ licences: [] });

  const overview = [
    licence("video", 400),
    licence("vehicle", 10),
    licence("alarmDetection", -1),
    licence("another", 400, { state: "exceeded" }),
  ];
  await pool().query(
    `INSERT INTO licence_state (id, overview) VALUES (1, $1::jsonb)
     ON CONFLICT (id) DO UPDATE SET overview = EXCLUDED.overview`,
    [JSON.stringify(overview)],
  );
  expect(await warnings("administrator")).toEqual({
    licences: [
      { service: "vehicle", standing: "expiring", endsAt: overview[1]?.lastExpiresAt },
      { service: "alarmDetection", standing: "expired", endsAt: overview[2]?.lastExpiresAt },
      { service: "another", standing: "exceeded", endsAt: overview[3]?.lastExpiresAt },
    ],
  });
  expect(await warnings("guard")).toBeNull();
});
