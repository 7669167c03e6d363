import { pool } from "@/lib/db/client";
import { signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";
import { inLiveMode, withSettings } from "@/lib/testing/mode";
import { ask, csrfToken, errorIn, requestWith } from "@/lib/testing/next-auth";
import { LOCK_OUT } from "./lock-out";
import { cookieName, currentActor } from "./session";

/** Signs in as the page does. Returns the error word, or null, with the cookies a browser would hold. */
async function signInAs(
  email: string,
  password: string,
  {
    address,
    code,
    jar = new Map<string, string>(),
  }: { address?: string; code?: string; jar?: Map<string, string> } = {},
) {
  const body = {
    email,
    password,
    ...(code === undefined ? {} : { code }),
    csrfToken: await csrfToken(jar),
    json: "true",
  };
  const answer = await ask("POST", "callback/credentials", jar, {
    body,
    ...(address === undefined ? {} : { address }),
  });
  return { error: errorIn((answer.body as { url: string }).url), jar, answer };
}

dbTest("signs in with the right password, whatever the case of the e-mail, and opens a session row", async () => {
  const user = await make.user({ role: "guard", email: "liga@example.com", password: "Pāvils un Līga 1" });
  const { error, jar, answer } = await signInAs(" Liga@Example.com", "Pāvils un Līga 1".normalize("NFD"));
  expect(error).toBeNull();
  const cookie = answer.setCookies.find((one) => one.startsWith("next-auth.session-token="));
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Lax/);
  const actor = await currentActor(requestWith(jar));
  expect(actor).toMatchObject({ userId: user.id, email: "liga@example.com", role: "guard" });
  const { rows } = await pool().query("SELECT address, user_agent FROM session WHERE user_id = $1", [user.id]);
  expect(rows).toEqual([{ address: "203.0.113.9", user_agent: "a browser" }]);
});

dbTest("gives a wrong password, an unknown e-mail and a disabled user one and the same answer", async () => {
  const user = await make.user();
  const disabled = await make.user({ disabled: true });
  const answers = [
    await signInAs(user.email, "not the password"),
    await signInAs("nobody@example.com", user.password),
    await signInAs(disabled.email, disabled.password),
  ];
  for (const { error, answer } of answers) {
    expect(error).toBe("CredentialsSignin");
    expect(answer.status).toBe(401);
    expect(answer.setCookies.join()).not.toContain("session-token");
  }
  expect(new Set(answers.map(({ answer }) => JSON.stringify(answer.body))).size).toBe(1);
});

dbTest("lets demo accounts in where the sandbox is, and nowhere else", async () => {
  const demo = await make.user({ demo: true });
  const inSandbox = await signInAs(demo.email, demo.password);
  expect(inSandbox.error).toBeNull();
  expect(await currentActor(requestWith(inSandbox.jar))).not.toBeNull();
  await inLiveMode(async () => {
    expect((await signInAs(demo.email, demo.password)).error).toBe("CredentialsSignin");
    expect(await currentActor(requestWith(inSandbox.jar))).toBeNull();
  });
});

dbTest("locks an account after its free failures, known or not, says for how long, and locks no other", async () => {
  const user = await make.user();
  for (const email of [user.email, "nobody-at-all@example.com"]) {
    const tries = Array.from({ length: LOCK_OUT.account.free + 3 }, (_, i) =>
      signInAs(email, `guess ${i}`, { address: `192.0.2.${i}` }),
    );
    const words = (await Promise.all(tries)).map(({ error }) => error);
    expect(words.filter((word) => word === "CredentialsSignin")).toHaveLength(LOCK_OUT.account.free);
    expect(words.filter((word) => /^TooManyAttempts\.(30|[12]?\d)$/.test(word ?? ""))).toHaveLength(3);
  }
  expect((await signInAs(user.email, user.password)).error).toMatch(/^TooManyAttempts\.\d+$/);
  const other = await make.user();
  expect((await signInAs(other.email, other.password)).error).toBeNull();
});

dbTest("ends the session that a browser had when somebody else signs in there", async () => {
  const [first, second] = [await make.user(), await make.user()];
  const { jar } = await signInAs(first.email, first.password);
  const before = requestWith(jar);
  expect((await currentActor(before))?.userId).toBe(first.id);
  const { error } = await signInAs(second.email, second.password, { jar });
  expect(error).toBeNull();
  expect((await currentActor(requestWith(jar)))?.userId).toBe(second.id);
  expect(await currentActor(before)).toBeNull();
});

dbTest("sends __Host- cookies that only https carries, when the console's address is https", async () => {
  await withSettings({ GATEHOUSE_URL: "https://gatehouse.example.com" }, async () => {
    expect(cookieName("session-token")).toBe("__Host-next-auth.session-token");
    const { setCookies } = await ask("GET", "csrf", new Map());
    expect(setCookies.length).toBeGreaterThan(0);
    for (const cookie of setCookies) {
      expect(cookie).toMatch(/^__Host-next-auth\./);
      expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax/);
    }
  });
});

dbTest("ends the session row when somebody signs out", async () => {
  const { actor, cookie } = await signedIn("auditor");
  const [name = "", value = ""] = cookie.split("=");
  const jar = new Map([[name, value]]);
  const session = await ask("GET", "session", jar);
  expect(session.body).toMatchObject({ user: { name: actor.name, email: actor.email } });
  const stolen = requestWith(jar);
  await ask("POST", "signout", jar, { body: { csrfToken: await csrfToken(jar), json: "true" } });
  expect(await currentActor(stolen)).toBeNull();
  expect((await ask("GET", "session", new Map([[name, value]]))).body).toEqual({});
});

dbTest("sign-ins, refusals and sign-outs stand in the audit log, without what was typed", async () => {
  const user = await make.user({ email: "audited@example.com", password: "Pāvils un Līga 2" });
  await signInAs("audited@example.com", "not the password");
  await signInAs("nobody-of-ours@example.com", "not the password");
  await signInAs("audited@example.com", "Pāvils un Līga 2");
  const { rows } = await pool().query<{ result: string; actor_id: string | null; body: string; data: unknown }>(
    `SELECT result, actor_id, body, data FROM audit_entry LEFT JOIN audit_detail USING (seq)
      WHERE action = 'sign-in' AND seq > (SELECT max(seq) - 3 FROM audit_entry) ORDER BY seq`,
  );
  expect(rows.map(({ result, actor_id: id }) => [result, id])).toEqual([
    ["denied", user.id],
    ["denied", null],
    ["done", user.id],
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/not the password|Pāvils|nobody-of-ours/);
  expect(JSON.parse(rows[2]?.body ?? "{}")).toMatchObject({ address: "203.0.113.9" });
});
