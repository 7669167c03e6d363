import { POST } from "@/app/api/welcome/route";
import { POST as OPEN } from "@/app/api/welcome/open/route";
import { pool } from "@/lib/db/client";
import { browserRequest, callRoute, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { make, TEST_PASSWORD } from "@/lib/testing/factories";
import { createLink, LINK_HOURS, openLink } from "./links";
import { LOCK_OUT } from "./lock-out";
import { currentActor } from "./session";
import { signIn } from "./sign-in";

const origin = { address: null, userAgent: null };
const chosen = "a quiet harbour at noon";
const use = (json: unknown) => callRoute(POST, browserRequest("/api/welcome", { method: "POST", json }));
const tokenIn = ({ path }: { path: string }) => path.replace("/welcome#", "");

dbTest("an invited person chooses name and password, once, and signs in with them", async () => {
  const { id, email } = await make.user({ name: "To be named" });
  await pool().query("UPDATE app_user SET password_hash = NULL WHERE id = $1", [id]);
  expect(await signIn({ email, password: "" }, origin)).toEqual({ failure: "wrong" });
  const token = tokenIn(await createLink(id, "invite"));
  const open = (sent: unknown) => callRoute(OPEN, browserRequest("/api/welcome/open", { method: "POST", json: sent }));
  expect(await (await open({ token })).json()).toEqual({ kind: "invite", email, name: "To be named" });
  expect((await open({ token: `${token}x` })).status).toBe(404);
  const weak = await use({ token, password: "password1234", name: "Līga" });
  expect(weak.status).toBe(422);
  expect(await weak.json()).toMatchObject({ errors: [{ field: "password" }] });

  const both = await Promise.all([
    use({ token, password: chosen, name: "Līga" }),
    use({ token, password: chosen, name: "Līga" }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
  expect(await openLink(token)).toBeNull();
  expect(await signIn({ email, password: chosen }, origin)).toMatchObject({ name: "Līga" });
  // Lists of people that are open elsewhere learn that the link was used.
  const { rows: told } = await pool().query("SELECT payload FROM bus_event WHERE payload ->> 'userId' = $1", [id]);
  expect(told).toEqual([{ payload: { topic: "access", userId: id } }]);
});

dbTest("a reset ends every session and the lock-out; the name stays", async () => {
  const who = await signedIn("guard", { name: "Tomás" });
  const { email, userId } = who.actor;
  for (let i = 0; i < LOCK_OUT.account.free; i += 1) await signIn({ email, password: "guess" }, origin);
  expect(await signIn({ email, password: TEST_PASSWORD }, origin)).toMatchObject({ failure: "locked" });
  const token = tokenIn(await createLink(userId, "reset"));
  const used = await use({ token, password: chosen, name: "Somebody" });
  expect(await used.json()).toEqual({ email });
  expect(await currentActor(who.request("/"))).toBeNull();
  expect(await signIn({ email, password: chosen }, origin)).toMatchObject({ name: "Tomás" });
});

dbTest("is kept as a hash, replaced by the next one, and over after its time or for a disabled account", async () => {
  const { id } = await make.user();
  const first = tokenIn(await createLink(id, "reset"));
  const { rows } = await pool().query("SELECT * FROM user_link");
  expect(JSON.stringify(rows)).not.toContain(first);
  const made = await createLink(id, "reset");
  const second = tokenIn(made);
  expect(made.expiresAt.getTime()).toBeGreaterThan(Date.now() + (LINK_HOURS.reset - 1) * 3_600_000);
  expect(await openLink(first)).toBeNull();
  expect(await openLink(second)).not.toBeNull();
  await pool().query("UPDATE app_user SET disabled_at = now() WHERE id = $1", [id]);
  expect(await openLink(second)).toBeNull();
  await expect(createLink(id, "reset")).rejects.toMatchObject({ status: 409 });
  await pool().query("UPDATE app_user SET disabled_at = NULL WHERE id = $1", [id]);
  await pool().query("UPDATE user_link SET expires_at = now() - interval '1 second' WHERE user_id = $1", [id]);
  expect((await use({ token: second, password: chosen })).status).toBe(404);
  expect((await use({ token: "there-is-none", password: chosen })).status).toBe(404);
});
