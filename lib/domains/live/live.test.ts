import { expect, test } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { permissionsOf, type Role } from "@/lib/auth/roles";
import type { BusEvent } from "@/lib/bus/events";
import { mayHear } from "./read";

function person(userId: string, role: Role, areaIds: readonly string[] | null = null): Actor {
  const permissions = permissionsOf(role);
  return { userId, sessionId: "s", name: "N", email: "e", role, roleName: role, permissions, areaIds };
}

test("a job is heard by its owner and by administrators", () => {
  const job: BusEvent = { topic: "job", jobId: "j", ownerId: "me", state: "done" };
  expect(mayHear(person("me", "receptionist"), null, job)).toBe(true);
  expect(mayHear(person("other", "administrator"), null, job)).toBe(true);
  expect(mayHear(person("other", "guard"), null, job)).toBe(false);
});

test("news are heard by whoever may read their kind", () => {
  const guard = person("g", "guard");
  const receptionist = person("r", "receptionist");
  const about = (kind: "doors" | "cameras"): BusEvent => ({ topic: "mirror", kind, ids: ["1"], areaIds: null });
  expect(mayHear(guard, null, about("cameras"))).toBe(true);
  expect(mayHear(receptionist, null, about("doors"))).toBe(true);
  expect(mayHear(receptionist, null, about("cameras"))).toBe(false);
  expect(mayHear(receptionist, null, { topic: "sync", kind: "devices" })).toBe(false);
  expect(mayHear(receptionist, null, { topic: "thumbnail", cameraIds: null, areaIds: null })).toBe(false);
  expect(mayHear(receptionist, null, { topic: "gateway", state: "up", since: "2026-01-01T00:00:00Z" })).toBe(true);
});

test("somebody limited to areas hears of these, of new areas, and of what belongs to none", () => {
  const guard = person("g", "guard", ["hall"]);
  const areas = new Set(["hall"]);
  const about = (kind: "cameras" | "areas", areaIds: string[] | null): BusEvent => {
    return { topic: "mirror", kind, ids: ["1"], areaIds };
  };
  expect(mayHear(guard, areas, about("cameras", ["yard", "hall"]))).toBe(true);
  expect(mayHear(guard, areas, about("cameras", ["yard"]))).toBe(false);
  expect(mayHear(guard, areas, about("areas", ["new"]))).toBe(true);
  expect(mayHear(guard, areas, about("cameras", []))).toBe(true);
});
