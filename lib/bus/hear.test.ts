import { expect, test } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/roles";
import type { BusEvent } from "./events";
import { mayHear } from "./hear";

const person = (userId: string, role: Role): Actor => ({ userId, sessionId: "s", name: "N", email: "e", role });
const job: BusEvent = { topic: "job", jobId: "j", ownerId: "me", state: "done" };

test("a job is heard by its owner and by administrators, the rest by everybody", () => {
  expect(mayHear(person("me", "receptionist"), job)).toBe(true);
  expect(mayHear(person("other", "administrator"), job)).toBe(true);
  for (const role of ["guard", "receptionist", "auditor"] as const) {
    expect(mayHear(person("other", role), job)).toBe(false);
    expect(mayHear(person("other", role), { topic: "sync", kind: "doors" })).toBe(true);
  }
});
