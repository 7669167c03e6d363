/** A live stream follows its person's rights and session at once, without waiting for the next round. */
import { afterAll, afterEach, beforeEach, vi } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { publish } from "@/lib/bus/publish";
import { closeBus } from "@/lib/bus/subscribe";
import { pool } from "@/lib/db/client";
import { changeUser } from "@/lib/domains/users/write/change-user";
import { disableUser } from "@/lib/domains/users/write/disable-user";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";
import { watchLive } from "./read";

const streams: AbortController[] = [];

async function watch(actor: Actor) {
  const abort = new AbortController();
  streams.push(abort);
  const response = await watchLive(actor, new Request("http://localhost/api/live", { signal: abort.signal }));
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  /** Reads until the words came, or the stream ends; returns all that came so far. */
  return async (words: string): Promise<string> => {
    while (!text.includes(words)) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    return text;
  };
}

// Without them no stream is ever checked in its turn: what happens, happens at once.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => {
  for (const each of streams.splice(0)) each.abort();
  vi.useRealTimers();
});
afterAll(() => closeBus());

const changed = (kind: "devices" | "doors", id: string) =>
  publish(pool(), { topic: "mirror", kind, ids: [id], areaIds: [] });

dbTest("disabling somebody ends their stream at once, and nobody else's", async () => {
  const [admin, guard, other] = [await make.actor(), await make.actor("guard"), await make.actor("guard")];
  const [mine, theirs, others] = [await watch(admin), await watch(guard), await watch(other)];
  await Promise.all([mine("hello"), theirs("hello"), others("hello")]);
  await disableUser(admin, guard.userId);
  expect(await theirs("event: ended")).toContain('data: {"reason":"signed-out"}');
  await changed("devices", "d1");
  expect(await others("d1")).not.toContain("access");
  expect(await mine("d1")).toContain(`"userId":"${guard.userId}"`);
});

dbTest("a demoted person's stream tells them so and goes on with what they may still hear", async () => {
  const [admin, person] = [await make.actor(), await make.actor("guard")];
  const hear = await watch(person);
  await hear("hello");
  await changed("devices", "before");
  await hear("before");
  await changeUser(admin, person.userId, { role: "receptionist" });
  await hear("access");
  // The new rights are read right after the event: doors go on, devices do not.
  let turn = 0;
  await vi.waitFor(
    async () => {
      turn += 1;
      await changed("devices", `device-${turn}`);
      await changed("doors", `door-${turn}.`);
      expect(await hear(`door-${turn}.`)).not.toContain(`device-${turn}"`);
    },
    { timeout: 10_000, interval: 50 },
  );
});
