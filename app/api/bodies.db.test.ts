/** No route takes a body that it does not declare: a new route joins by itself. */
import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import type { Problem } from "@/lib/http/problem";
import { callRoute, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { allRoutes, paramsOf, pathOf, type RouteEntry } from "@/lib/testing/routes";

const unknown = { "body-nobody-declared": true };
const { entries } = await allRoutes();
const changing = entries.filter(({ method, name }) => method !== "GET" && name !== "[...path]");

/** What the first value answers that is a value of this route's dynamic parts at all. */
async function answerTo(entry: RouteEntry): Promise<{ status: number; problem: Problem }> {
  const who = await signedIn("administrator");
  for (const value of [randomUUID(), "1", "retention.gone"]) {
    const request = who.request(pathOf(entry, value), { method: entry.method, json: unknown });
    const response = await callRoute(entry.handler, request, paramsOf(entry, value));
    if (response.status !== 404) return { status: response.status, problem: (await response.json()) as Problem };
  }
  throw new Error(`no value fits the address of ${entry.name}`);
}

describe.each(changing.map((entry) => ({ label: `${entry.method} /api/${entry.name}`, entry })))(
  "$label",
  ({ entry }) => {
    dbTest("refuses it by name", async () => {
      const { status, problem } = await answerTo(entry);
      const fields = problem.errors?.map(({ field }) => field);
      if (entry.handler.policy.body) {
        expect(status).toBe(422);
        expect(fields).toContain("body-nobody-declared");
      } else {
        expect({ status, fields }).toEqual({ status: 400, fields: ["body"] });
      }
    });
  },
);
