/** Codes of an app and on paper: set up, asked for at sign-in, each good once. */
import { createHmac } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import * as codes from "@/app/api/account/recovery-codes/route";
import * as totp from "@/app/api/account/totp/route";
import { LOCK_OUT } from "@/lib/auth/lock-out";
import { stepUp } from "@/lib/auth/session";
import { signIn } from "@/lib/auth/sign-in";
import { clearTotp } from "@/lib/auth/totp";
import { pool } from "@/lib/db/client";
import { derivedKey } from "@/lib/secrets";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { TEST_PASSWORD } from "@/lib/testing/factories";
import { confirmTotp } from "./write";
import { readAccount } from "./read";

const origin = { address: null, userAgent: null };

/** What the person's app shows, `steps` of 30 s from now. */
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

async function enrolled(who: SignedIn): Promise<{ secret: string; recoveryCodes: string[] }> {
  await stepUp(who.actor.sessionId);
  const started = await callRoute(totp.POST, who.request("/", { method: "POST" }));
  const { secret } = (await started.json()) as { secret: string };
  const { recoveryCodes } = await confirmTotp(who.actor, { code: codeOf(secret) });
  // As if that had been a while ago: the present code is free for the sign-in that follows.
  await pool().query("UPDATE app_user SET totp_last_step = 0 WHERE id = $1", [who.actor.userId]);
  return { secret, recoveryCodes };
}

const enter = ({ actor }: SignedIn, code?: string) =>
  signIn({ email: actor.email, password: TEST_PASSWORD, ...(code === undefined ? {} : { code }) }, origin);

dbTest("are set up by their owner after a step-up, and count once a code confirms them", async () => {
  const who = await signedIn("guard");
  const post = () => callRoute(totp.POST, who.request("/", { method: "POST" }));
  const refused = await post();
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ type: "urn:gatehouse:problem:step-up-required" });
  await stepUp(who.actor.sessionId);
  const started = await post();
  const { secret, qr } = (await started.json()) as { secret: string; qr: { size: number; path: string } };
  expect(qr.size).toBeGreaterThan(25);
  expect(qr.path).toMatch(/^(M\d+ \d+h\d+v1h-\d+z)+$/);
  expect(await enter(who)).toHaveProperty("sessionId");

  const put = (code: string) => callRoute(totp.PUT, who.request("/", { method: "PUT", json: { code } }));
  const wrong = await put(codeOf(secret, 20));
  expect(wrong.status).toBe(422);
  expect(await wrong.json()).toMatchObject({ errors: [{ field: "code" }] });
  const confirmed = await put(codeOf(secret));
  expect(confirmed.status).toBe(200);
  const { recoveryCodes } = (await confirmed.json()) as { recoveryCodes: string[] };
  expect(new Set(recoveryCodes).size).toBe(10);
  expect(await enter(who)).toEqual({ failure: "code-needed" });
  expect((await post()).status).toBe(409);

  const { rows } = await pool().query("SELECT * FROM app_user, recovery_code");
  const stored = JSON.stringify(rows);
  expect(stored).not.toContain(secret);
  for (const code of recoveryCodes) expect(stored).not.toContain(code.replaceAll("-", ""));
});

dbTest("are asked for after the right password alone", async () => {
  const who = await signedIn("guard");
  const { secret } = await enrolled(who);
  const email = who.actor.email;
  expect(await signIn({ email, password: "wrong one" }, origin)).toEqual({ failure: "wrong" });
  expect(await signIn({ email, password: "wrong one", code: codeOf(secret) }, origin)).toEqual({ failure: "wrong" });
  expect(await enter(who, codeOf(secret, 20))).toEqual({ failure: "code-wrong" });
  const found = await enter(who, codeOf(secret));
  expect(found).toHaveProperty("sessionId");
  const { rows } = await pool().query("SELECT method FROM session WHERE id = $1", [
    "sessionId" in found ? found.sessionId : "",
  ]);
  expect(rows).toEqual([{ method: "password-code" }]);
});

dbTest("are accepted once, nor any older one afterwards, also when two come at once", async () => {
  const who = await signedIn("guard");
  const { secret } = await enrolled(who);
  const [present, next] = [codeOf(secret), codeOf(secret, 1)];
  const both = await Promise.all([enter(who, present), enter(who, present)]);
  expect(both.filter((result) => "sessionId" in result)).toHaveLength(1);
  expect(await enter(who, present)).toEqual({ failure: "code-wrong" });
  expect(await enter(who, next)).toHaveProperty("sessionId");
  expect(await enter(who, present)).toEqual({ failure: "code-wrong" });
});

dbTest("that are guessed lock the account, and the right password in between does not help", async () => {
  const who = await signedIn("guard");
  const { secret } = await enrolled(who);
  for (let i = 0; i < LOCK_OUT.account.free; i += 1) {
    expect(await enter(who, codeOf(secret, 20 + i))).toEqual({ failure: "code-wrong" });
    if (i < LOCK_OUT.account.free - 1) expect(await enter(who)).toEqual({ failure: "code-needed" });
  }
  expect(await enter(who, codeOf(secret))).toMatchObject({ failure: "locked" });
});

dbTest("on paper are good once each, however they are typed, until there are new ones", async () => {
  const who = await signedIn("guard");
  const { recoveryCodes } = await enrolled(who);
  const [first = "", second = "", third = ""] = recoveryCodes;
  expect(await enter(who, ` ${first.toUpperCase().replaceAll("-", " ")}`)).toHaveProperty("sessionId");
  expect(await enter(who, first)).toEqual({ failure: "code-wrong" });
  expect((await readAccount(who.actor)).totp?.recoveryCodesLeft).toBe(9);
  const both = await Promise.all([enter(who, second), enter(who, second)]);
  expect(both.filter((result) => "sessionId" in result)).toHaveLength(1);

  const renewed = await callRoute(codes.POST, who.request("/", { method: "POST" }));
  const { recoveryCodes: fresh } = (await renewed.json()) as { recoveryCodes: string[] };
  expect(await enter(who, third)).toEqual({ failure: "code-wrong" });
  expect(await enter(who, fresh[0])).toHaveProperty("sessionId");
  const stranger = await signedIn("guard");
  await enrolled(stranger);
  expect(await enter(stranger, fresh[1])).toEqual({ failure: "code-wrong" });
});

dbTest("on paper are kept as slow hashes with a salt; those of earlier versions are still good", async () => {
  const who = await signedIn("guard");
  const { recoveryCodes } = await enrolled(who);
  const { userId } = who.actor;
  const { rows } = await pool().query<{ code_hash: string }>("SELECT code_hash FROM recovery_code WHERE user_id = $1", [
    userId,
  ]);
  const salts = rows.map(({ code_hash: hash }) => /^\$argon2id\$v=19\$m=19456,t=2,p=1\$([^$]+)\$/.exec(hash)?.[1]);
  expect(new Set(salts).size).toBe(10);
  expect(salts).not.toContain(undefined);

  const old = "abcd-efgh-2345";
  const keyed = createHmac("sha256", derivedKey("recovery-code")).update(`${userId} ${old.replaceAll("-", "")}`);
  await pool().query("INSERT INTO recovery_code (user_id, code_hash) VALUES ($1, $2)", [userId, keyed.digest("hex")]);
  expect(await enter(who, old)).toHaveProperty("sessionId");
  expect(await enter(who, old)).toEqual({ failure: "code-wrong" });
  expect(await enter(who, recoveryCodes[9])).toHaveProperty("sessionId");
});

dbTest("are switched off after a step-up; a secret of another account's row opens nothing", async () => {
  const [one, other] = [await signedIn("guard"), await signedIn("guard")];
  const { secret } = await enrolled(one);
  await enrolled(other);
  await pool().query(
    "UPDATE app_user SET totp_secret = (SELECT totp_secret FROM app_user WHERE id = $1) WHERE id = $2",
    [one.actor.userId, other.actor.userId],
  );
  expect(await enter(other, codeOf(secret))).toEqual({ failure: "code-wrong" });
  await pool().query("UPDATE session SET stepped_up_at = now() - interval '6 minutes'");
  const remove = () => callRoute(totp.DELETE, one.request("/", { method: "DELETE" }));
  expect((await remove()).status).toBe(403);
  await stepUp(one.actor.sessionId);
  expect((await remove()).status).toBe(204);
  expect(await enter(one)).toHaveProperty("sessionId");
  expect(await clearTotp(other.actor.userId)).toBe(true);
  expect(await clearTotp(other.actor.userId)).toBe(false);
});
