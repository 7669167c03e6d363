/** One's own password and sessions, the step-up, and the locked desk. */
import * as account from "@/app/api/account/route";
import * as password from "@/app/api/account/password/route";
import * as sessions from "@/app/api/account/sessions/route";
import * as oneSession from "@/app/api/account/sessions/[id]/route";
import * as cameras from "@/app/api/cameras/route";
import * as health from "@/app/api/health/route";
import * as lock from "@/app/api/session/lock/route";
import * as session from "@/app/api/session/route";
import * as stepUpRoute from "@/app/api/session/step-up/route";
import * as unlock from "@/app/api/session/unlock/route";
import { z } from "zod";
import { LOCK_OUT } from "@/lib/auth/lock-out";
import { createSession, currentActor, stepUp } from "@/lib/auth/session";
import { signIn } from "@/lib/auth/sign-in";
import { pool } from "@/lib/db/client";
import { NewRole } from "@/lib/domains/roles/schema";
import { addRole } from "@/lib/domains/roles/write";
import { route, type RouteFunction } from "@/lib/http/route";
import { browserRequest, callRoute, cookieFor, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { entriesOf } from "@/lib/testing/entries";
import { make, TEST_PASSWORD } from "@/lib/testing/factories";
import type { AccountInfo } from "./schema";

const post = (who: SignedIn, handler: RouteFunction, json?: unknown, address = "192.0.2.5") =>
  callRoute(
    handler,
    who.request("/api/any", {
      method: "POST",
      headers: { "x-forwarded-for": address },
      ...(json === undefined ? {} : { json }),
    }),
  );

async function problem(response: Response) {
  return (await response.json()) as { type: string; remedy?: string; errors?: { field: string; message: string }[] };
}

async function own(who: SignedIn): Promise<AccountInfo> {
  return (await (await callRoute(account.GET, who.request("/api/account"))).json()) as AccountInfo;
}

dbTest("a password is changed with the present one, must be strong, and ends all other sessions", async () => {
  const who = await signedIn("guard", { name: "Mara Kalnina" });
  const other = await createSession(who.actor.userId, { address: null, userAgent: null });
  const wrong = await post(who, password.POST, { current: "not it", password: "a quiet harbour at noon" });
  expect(wrong.status).toBe(422);
  expect((await problem(wrong)).errors).toMatchObject([{ field: "current" }]);
  const same = await post(who, password.POST, { current: TEST_PASSWORD, password: TEST_PASSWORD });
  expect((await problem(same)).errors).toMatchObject([{ field: "password" }]);
  const weak = await post(who, password.POST, { current: TEST_PASSWORD, password: "mara kalnina 1984" });
  expect((await problem(weak)).errors).toMatchObject([
    { field: "password", message: expect.stringContaining("Your name") as string },
  ]);
  expect((await own(who)).sessions).toHaveLength(2);

  const changed = await post(who, password.POST, { current: TEST_PASSWORD, password: "a quiet harbour at noon" });
  expect(changed.status).toBe(204);
  const { sessions: left, password: state } = await own(who);
  expect(left).toMatchObject([{ id: who.actor.sessionId, current: true }]);
  expect(state?.changedAt).not.toBeNull();
  expect(await currentActor(browserRequest("/", { headers: { cookie: await cookieFor(other) } }))).toBeNull();
  const origin = { address: null, userAgent: null };
  expect(await signIn({ email: who.actor.email, password: TEST_PASSWORD }, origin)).toEqual({ failure: "wrong" });
  const found = await signIn({ email: who.actor.email, password: "a quiet harbour at noon" }, origin);
  expect(found).toHaveProperty("sessionId");
});

dbTest("sessions are listed to their owner, who ends one or all others, and nobody else's", async () => {
  const [who, stranger] = [await signedIn("guard"), await signedIn("administrator")];
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  const second = await createSession(who.actor.userId, { address: "198.51.100.3", userAgent: firefox });
  await createSession(who.actor.userId, { address: null, userAgent: null }, { method: "oidc" });
  const { sessions: listed } = await own(who);
  expect(listed.map(({ current }) => current)).toEqual([true, false, false]);
  expect(listed.find(({ id }) => id === second)).toMatchObject({
    browser: "Firefox on Linux",
    address: "198.51.100.3",
    method: "password",
  });
  const remove = (by: SignedIn, id: string) =>
    callRoute(oneSession.DELETE, by.request("/api/any", { method: "DELETE" }), { id });
  expect(await problem(await remove(who, second))).toMatchObject({ type: "urn:gatehouse:problem:step-up-required" });
  expect((await callRoute(sessions.DELETE, who.request("/api/any", { method: "DELETE" }))).status).toBe(403);
  for (const each of [who, stranger]) await stepUp(each.actor.sessionId);
  expect((await remove(stranger, second)).status).toBe(404);
  expect((await remove(who, second)).status).toBe(204);
  expect((await remove(who, second)).status).toBe(404);
  const others = await callRoute(sessions.DELETE, who.request("/api/any", { method: "DELETE" }));
  expect(await others.json()).toEqual({ ended: 1 });
  expect((await own(who)).sessions).toMatchObject([{ current: true }]);
  expect((await own(stranger)).sessions).toHaveLength(1);
});

const guarded = route({ allow: "signed-in", stepUp: true }, () => ({ done: true }));
const Many = z.object({ doors: z.array(z.string()) });
const many = route({ allow: "signed-in", body: Many, stepUp: ({ body }) => body.doors.length > 1 }, () => ({
  done: true,
}));

dbTest("a dangerous request asks for a proof, which counts for five minutes in this session alone", async () => {
  const [who, other] = [await signedIn("guard"), await signedIn("guard")];
  const refused = await post(who, guarded);
  expect(refused.status).toBe(403);
  expect((await problem(refused)).type).toBe("urn:gatehouse:problem:step-up-required");
  expect(await (await callRoute(stepUpRoute.GET, who.request("/"))).json()).toEqual({
    password: true,
    code: false,
    provider: null,
  });
  expect((await post(who, many, { doors: ["a"] })).status).toBe(200);
  expect((await post(who, many, { doors: ["a", "b"] })).status).toBe(403);
  // What is wrong anyway is said first.
  expect((await post(who, many, { doors: "b" })).status).toBe(422);

  expect((await post(who, stepUpRoute.POST, {})).status).toBe(422);
  expect((await post(who, stepUpRoute.POST, { password: "x", code: "123456" })).status).toBe(422);
  const wrong = await post(who, stepUpRoute.POST, { password: "not it" });
  expect((await problem(wrong)).errors).toMatchObject([{ field: "password" }]);
  expect((await problem(await post(who, stepUpRoute.POST, { code: "123456" }))).errors).toMatchObject([
    { field: "code" },
  ]);
  expect((await post(who, guarded)).status).toBe(403);
  expect((await post(who, stepUpRoute.POST, { password: TEST_PASSWORD })).status).toBe(204);
  expect((await post(who, guarded)).status).toBe(200);
  expect((await post(who, many, { doors: ["a", "b"] })).status).toBe(200);
  expect((await post(other, guarded)).status).toBe(403);
  await pool().query("UPDATE session SET stepped_up_at = now() - interval '301 seconds' WHERE id = $1", [
    who.actor.sessionId,
  ]);
  expect((await post(who, guarded)).status).toBe(403);
});

dbTest("wrong proofs lock the step-up, not the sign-in, and wrong sign-ins not the step-up", async () => {
  const [who, other] = [await signedIn("guard"), await signedIn("guard")];
  for (let i = 0; i < LOCK_OUT.inside.free; i += 1) {
    expect((await post(who, stepUpRoute.POST, { password: `guess ${i}` })).status).toBe(422);
    await signIn({ email: other.actor.email, password: `guess ${i}` }, { address: null, userAgent: null });
  }
  const locked = await post(who, stepUpRoute.POST, { password: TEST_PASSWORD });
  expect(locked.status).toBe(429);
  expect((await problem(locked)).remedy).toMatch(/^Try again in \d+ seconds?\.$/);
  expect((await post(who, unlock.POST, { password: TEST_PASSWORD })).status).toBe(429);
  const origin = { address: null, userAgent: null };
  expect(await signIn({ email: who.actor.email, password: TEST_PASSWORD }, origin)).toHaveProperty("sessionId");
  expect(await signIn({ email: other.actor.email, password: TEST_PASSWORD }, origin)).toMatchObject({
    failure: "locked",
  });
  expect((await post(other, stepUpRoute.POST, { password: TEST_PASSWORD })).status).toBe(204);
});

dbTest(
  "a locked desk is answered 423 everywhere, as a stranger where all are welcome, until it is unlocked",
  async () => {
    const who = await signedIn("administrator");
    const get = (handler: RouteFunction) => callRoute(handler, who.request("/api/any"));
    await post(who, stepUpRoute.POST, { password: TEST_PASSWORD });
    expect((await post(who, lock.POST)).status).toBe(204);
    expect((await post(who, lock.POST)).status).toBe(204);
    for (const handler of [cameras.GET, session.GET, account.GET, stepUpRoute.GET]) {
      const answer = await get(handler);
      expect(answer.status).toBe(423);
      expect((await problem(answer)).type).toBe("urn:gatehouse:problem:locked");
    }
    expect((await post(who, stepUpRoute.POST, { password: TEST_PASSWORD })).status).toBe(423);
    expect((await post(who, password.POST, { current: TEST_PASSWORD, password: "a quiet harbour" })).status).toBe(423);
    expect(await currentActor(who.request("/"))).toBeNull();
    const asStranger = (await (await callRoute(health.GET, browserRequest("/api/health"))).json()) as object;
    expect(Object.keys((await (await get(health.GET)).json()) as object)).toEqual(Object.keys(asStranger));

    expect((await post(who, unlock.POST, { password: "not it" })).status).toBe(422);
    expect((await get(session.GET)).status).toBe(423);
    expect((await post(who, unlock.POST, { password: TEST_PASSWORD })).status).toBe(204);
    expect((await get(session.GET)).status).toBe(200);
    // Unlocking was a proof; locking had forgotten the former one.
    expect((await post(who, guarded)).status).toBe(200);
    await post(who, lock.POST);
    await pool().query("UPDATE session SET locked_at = NULL WHERE id = $1", [who.actor.sessionId]);
    expect((await post(who, guarded)).status).toBe(403);
  },
);

dbTest("a name is changed by its owner, which is written down and told", async () => {
  const who = await signedIn("auditor", { name: "Līga Kalna" });
  const { userId: id } = who.actor;
  const patch = (name: string) => callRoute(account.PATCH, who.request("/", { method: "PATCH", json: { name } }));
  expect((await patch(" ")).status).toBe(422);
  for (const _ of [1, 2]) expect((await patch(" Līga Ozola ")).status).toBe(204);
  expect(await own(who)).toMatchObject({ name: "Līga Ozola", role: "Auditor" });
  const entries = (await entriesOf("user.change")).filter(({ objects }) => objects.some((object) => object.id === id));
  expect(entries.map(({ details }) => details)).toEqual([
    { changed: { name: { before: "Līga Kalna", after: "Līga Ozola" } } },
  ]);
  const { rows } = await pool().query("SELECT name FROM audit_name WHERE kind = 'user' AND id = $1", [id]);
  expect(rows).toEqual([{ name: "Līga Ozola" }]);
  const { rows: told } = await pool().query("SELECT payload FROM bus_event WHERE payload ->> 'userId' = $1", [id]);
  expect(told).toEqual([{ payload: { topic: "access", userId: id } }]);
});

dbTest("a role of one's own making is told by its name", async () => {
  const [administrator, who] = [await make.actor(), await signedIn("guard")];
  const { id } = await addRole(administrator, NewRole.parse({ name: "Night shift", permissions: ["doors:read"] }));
  await pool().query("UPDATE app_user SET role = $2 WHERE id = $1", [who.actor.userId, id]);
  expect((await own(who)).role).toBe("Night shift");
});
