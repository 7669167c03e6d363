import { pool } from "@/lib/db/client";
import { browserRequest, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { currentActor, endSession, SESSION_IDLE_SECONDS, SESSION_MAX_SECONDS, SESSION_TOUCH_SECONDS } from "./session";

const change = (sessionId: string, sql: string) => pool().query(`UPDATE session SET ${sql} WHERE id = $1`, [sessionId]);

async function lastSeen(sessionId: string): Promise<Date | undefined> {
  const { rows } = await pool().query<{ last_seen_at: Date }>("SELECT last_seen_at FROM session WHERE id = $1", [
    sessionId,
  ]);
  return rows[0]?.last_seen_at;
}

dbTest("knows the actor by the cookie, and nobody by a changed or missing one", async () => {
  const { actor, cookie, request } = await signedIn("receptionist");
  expect(await currentActor(request("/"))).toEqual(actor);
  const changed = `${cookie.slice(0, -4)}AAAA`;
  for (const header of ["", changed, `${cookie.split("=")[0]}=`, `x${cookie}`]) {
    expect(await currentActor(browserRequest("/", { headers: { cookie: header } }))).toBeNull();
  }
});

dbTest("is over when ended, past its time, or idle too long", async () => {
  const ended = await signedIn("guard");
  await endSession(ended.actor.sessionId);
  expect(await currentActor(ended.request("/"))).toBeNull();

  const expired = await signedIn("guard");
  await change(expired.actor.sessionId, "expires_at = now() - interval '1 second'");
  expect(await currentActor(expired.request("/"))).toBeNull();

  const idle = await signedIn("guard");
  await change(idle.actor.sessionId, `last_seen_at = now() - make_interval(secs => ${SESSION_IDLE_SECONDS - 60})`);
  expect(await currentActor(idle.request("/"))).not.toBeNull();
  await change(idle.actor.sessionId, `last_seen_at = now() - make_interval(secs => ${SESSION_IDLE_SECONDS + 1})`);
  expect(await currentActor(idle.request("/"))).toBeNull();
});

dbTest("lasts twelve hours from the sign-in on the database's clock, however active", async () => {
  const { actor } = await signedIn("guard");
  const { rows } = await pool().query<{ seconds: number }>(
    "SELECT extract(epoch FROM expires_at - created_at)::int AS seconds FROM session WHERE id = $1",
    [actor.sessionId],
  );
  expect(rows[0]?.seconds).toBe(SESSION_MAX_SECONDS);
});

dbTest("takes effect at once when the user is disabled or gets another role", async () => {
  const { actor, request } = await signedIn("guard");
  await pool().query("UPDATE app_user SET role = 'auditor' WHERE id = $1", [actor.userId]);
  expect((await currentActor(request("/")))?.role).toBe("auditor");
  await pool().query("UPDATE app_user SET role = 'emperor' WHERE id = $1", [actor.userId]);
  expect(await currentActor(request("/"))).toBeNull();
  await pool().query("UPDATE app_user SET role = 'guard', disabled_at = now() WHERE id = $1", [actor.userId]);
  expect(await currentActor(request("/"))).toBeNull();
});

dbTest("writes down when it was seen at most once a minute", async () => {
  const { actor, request } = await signedIn("guard");
  const first = await lastSeen(actor.sessionId);
  await currentActor(request("/"));
  expect(await lastSeen(actor.sessionId)).toEqual(first);
  await change(actor.sessionId, `last_seen_at = now() - make_interval(secs => ${SESSION_TOUCH_SECONDS + 1})`);
  const before = await lastSeen(actor.sessionId);
  await currentActor(request("/"));
  expect((await lastSeen(actor.sessionId))?.getTime()).toBeGreaterThan((before?.getTime() ?? 0) + 60_000);
});
