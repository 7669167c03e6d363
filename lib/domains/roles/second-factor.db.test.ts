/** Roles whose people must have codes: what they are let do before they have, and for whom it does not hold. */
import { Secret, TOTP } from "otpauth";
import * as totp from "@/app/api/account/totp/route";
import * as rule from "@/app/api/roles/[id]/second-factor/route";
import * as live from "@/app/api/live/route";
import * as session from "@/app/api/session/route";
import { currentSession, stepUp } from "@/lib/auth/session";
import { signIn } from "@/lib/auth/sign-in";
import { pool } from "@/lib/db/client";
import { readAccount } from "@/lib/domains/account/read";
import { callRoute, cookieFor, browserRequest, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { entriesOf } from "@/lib/testing/entries";
import { make, TEST_PASSWORD } from "@/lib/testing/factories";
import { allRoutes, paramsOf, pathOf } from "@/lib/testing/routes";
import { listRoles } from "./read";
import { addRole, deleteRole, ruleCodes } from "./write";

const kindOf = async (response: Response) => ((await response.json()) as { type: string }).type.split(":").at(-1);
const ask = (who: SignedIn) => callRoute(session.GET, who.request("/api/session"));

async function setUpCodes(who: SignedIn): Promise<void> {
  await stepUp(who.actor.sessionId);
  const started = await callRoute(totp.POST, who.request("/", { method: "POST" }));
  const { secret } = (await started.json()) as { secret: string };
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  expect((await callRoute(totp.PUT, who.request("/", { method: "PUT", json: { code } }))).status).toBe(200);
}

dbTest("holds at once, for open sessions and new ones, until the person has codes", async () => {
  const [admin, who, other] = [await signedIn("administrator"), await signedIn("guard"), await signedIn("auditor")];
  const stream = await callRoute(live.GET, who.request("/api/live"));
  const put = (required: unknown, id = "guard") =>
    callRoute(rule.PUT, admin.request("/", { method: "PUT", json: { required } }), { id });
  expect(await kindOf(await put(true))).toBe("step-up-required");
  await stepUp(admin.actor.sessionId);
  expect((await put(true, "sentry")).status).toBe(404);
  expect((await put("yes")).status).toBe(422);
  for (const _ of [1, 2]) expect((await put(true)).status).toBe(204);
  expect((await entriesOf("role.change")).map(({ objects, details }) => [objects[0]?.id, details])).toEqual([
    ["guard", { codes: { before: false, after: true } }],
  ]);
  const { codes } = (await listRoles(admin.actor)).items.find(({ id }) => id === "guard") ?? {};
  expect(codes).toEqual({ required: true, missing: 1 });

  expect(await kindOf(await ask(who))).toBe("second-factor-required");
  expect((await ask(other)).status).toBe(200);
  expect(await kindOf(await callRoute(live.GET, who.request("/api/live")))).toBe("second-factor-required");
  const origin = { address: null, userAgent: null };
  const anew = await signIn({ email: who.actor.email, password: TEST_PASSWORD }, origin);
  if (!("sessionId" in anew)) throw new Error("a right password lets in");
  const cookie = await cookieFor(anew.sessionId);
  expect(await currentSession(browserRequest("/", { headers: { cookie } }))).toMatchObject({ lacksCodes: true });

  await setUpCodes(who);
  expect((await listRoles(admin.actor)).items.find(({ id }) => id === "guard")?.codes.missing).toBe(0);
  const { rows: told } = await pool().query("SELECT 1 FROM bus_event WHERE payload ->> 'userId' = $1", [
    who.actor.userId,
  ]);
  // Of the rule, and of the codes: open lists of people and roles count anew.
  expect(told).toHaveLength(2);
  expect((await ask(who)).status).toBe(200);
  expect((await readAccount(who.actor)).codesRequired).toBe(true);
  // Who switches codes off sets them up anew before anything else.
  expect((await callRoute(totp.DELETE, who.request("/", { method: "DELETE" }))).status).toBe(204);
  expect(await kindOf(await ask(who))).toBe("second-factor-required");
  expect((await put(false)).status).toBe(204);
  expect((await ask(who)).status).toBe(200);
  await stream.body?.cancel();
});

dbTest("until then nothing answers but setting up, the proof it asks for, and the lock", async () => {
  const [admin, who] = [await make.actor(), await signedIn("receptionist")];
  await ruleCodes(admin, "receptionist", { required: true });
  const { entries } = await allRoutes();
  const answering: string[] = [];
  for (const entry of entries.filter(({ handler }) => handler.policy.allow !== "public")) {
    // A parameter that no route knows: who is let in is refused for that.
    const request = who.request(`${pathOf(entry, "1")}?nothing=1`, { method: entry.method });
    const response = await callRoute(entry.handler, request, paramsOf(entry, "1"));
    if ((await kindOf(response)) !== "second-factor-required") answering.push(`${entry.method} ${entry.name}`);
  }
  expect(answering.sort()).toEqual([
    "GET session/step-up",
    "POST account/totp",
    "POST session/lock",
    "POST session/step-up",
    "POST session/unlock",
    "PUT account/totp",
  ]);
  await ruleCodes(admin, "receptionist", { required: false });
});

dbTest("does not hold for demo accounts and people of the identity provider; break-glass is no exception", async () => {
  const admin = await make.actor();
  const [demo, elsewhere, breakGlass] = [
    await signedIn("auditor", { demo: true }),
    await signedIn("auditor"),
    await signedIn("auditor"),
  ];
  await pool().query("UPDATE app_user SET password_hash = NULL, oidc_subject = 'there 1' WHERE id = $1", [
    elsewhere.actor.userId,
  ]);
  await pool().query("UPDATE app_user SET break_glass = true WHERE id = $1", [breakGlass.actor.userId]);
  await ruleCodes(admin, "auditor", { required: true });
  expect((await ask(demo)).status).toBe(200);
  expect((await ask(elsewhere)).status).toBe(200);
  expect(await kindOf(await ask(breakGlass))).toBe("second-factor-required");
  await ruleCodes(admin, "auditor", { required: false });
});

dbTest("goes with a role that is deleted, and nobody rules over a role that may do more than they", async () => {
  const admin = await make.actor();
  const { id } = await addRole(admin, { name: "Helper", permissions: ["users:manage", "areas:read"] });
  await ruleCodes(admin, id, { required: true });
  const { id: helperId } = await make.user();
  const helper = await signedIn("administrator");
  await pool().query("UPDATE app_user SET role = $2 WHERE id = ANY ($1)", [[helperId, helper.actor.userId], id]);
  await setUpCodes(helper);
  const present = (await currentSession(helper.request("/")))?.actor;
  if (present === undefined) throw new Error("no session");
  await expect(ruleCodes(present, "administrator", { required: true })).rejects.toMatchObject({ status: 403 });
  await pool().query("UPDATE app_user SET role = 'guard' WHERE role = $1", [id]);
  await deleteRole(admin, id);
  expect((await pool().query("SELECT role FROM second_factor_role")).rows).toEqual([]);
});
