/** Signing in with a real OpenID provider, and without it on the day it is down. */
import { afterAll, beforeAll } from "vitest";
import { pool } from "@/lib/db/client";
import { dbTest, expect } from "@/lib/testing/database";
import { entriesOf } from "@/lib/testing/entries";
import { make, TEST_PASSWORD } from "@/lib/testing/factories";
import { startProvider, type ProviderPerson, type TestProvider } from "@/lib/testing/identity-provider";
import { withSettings } from "@/lib/testing/mode";
import { ask, csrfToken, errorIn, type Jar, requestWith } from "@/lib/testing/next-auth";
import { currentActor, currentSession } from "./session";
import { signIn } from "./sign-in";

const CONSOLE = "http://localhost:3000";
let provider: TestProvider;

beforeAll(async () => {
  process.env["NEXTAUTH_URL"] = CONSOLE;
  provider = await startProvider(`${CONSOLE}/api/auth/callback/oidc`);
});

afterAll(() => provider.stop());

const variables = (more: Record<string, string> = {}) => ({
  GATEHOUSE_OIDC_ISSUER: provider.issuer,
  GATEHOUSE_OIDC_CLIENT_ID: provider.clientId,
  GATEHOUSE_OIDC_CLIENT_SECRET: provider.clientSecret,
  GATEHOUSE_OIDC_ROLE_MAP: JSON.stringify({ "gh-admins": "administrator", guards: "guard", ghosts: "emperor" }),
  ...more,
});
const withProvider = <T>(work: () => Promise<T>, more: Record<string, string> = {}) =>
  withSettings(variables(more), work);

/** What the button of the sign-in page gets: where to go, or why not. */
async function begin(jar: Jar, query: Record<string, string> = {}): Promise<string> {
  const body = { csrfToken: await csrfToken(jar), callbackUrl: `${CONSOLE}/cameras`, json: "true" };
  return ((await ask("POST", "signin/oidc", jar, { body, query })).body as { url: string }).url;
}

/** The whole way of a person. Returns where it ends, and the jar with the session. */
async function enter(person: ProviderPerson, query: Record<string, string> = {}) {
  provider.person = person;
  const jar: Jar = new Map();
  const back = await provider.visit(await begin(jar, query));
  const done = await ask("GET", "callback/oidc", jar, { query: Object.fromEntries(back.searchParams) });
  return { end: done.location ?? "", jar, back };
}

let number = 0;
function somebody(groups: string[]): ProviderPerson & { email: string } {
  number += 1;
  return { sub: `subject ${number}`, email: `Person${number}@Example.com`, name: `Person ${number}`, groups };
}

const userOf = async (email: string) =>
  (await pool().query("SELECT id, name, role, password_hash FROM app_user WHERE email = $1", [email.toLowerCase()]))
    .rows[0] as { id: string; name: string; role: string; password_hash: string | null } | undefined;

dbTest("makes an account at the first sign-in, finds it by its subject, and gives it the role of the day", async () => {
  await withProvider(async () => {
    const person = somebody(["others", "guards"]);
    const first = await enter(person);
    expect(first.end).toBe(`${CONSOLE}/cameras`);
    const session = await currentSession(requestWith(first.jar));
    expect(session).toMatchObject({ method: "oidc", actor: { role: "guard", name: person.name } });
    const made = await userOf(person.email);
    expect(made).toMatchObject({ role: "guard", password_hash: null });

    const second = await enter({ ...person, email: "moved@example.com", groups: ["guards", "gh-admins"] });
    expect(await currentActor(requestWith(second.jar))).toMatchObject({ userId: made?.id, role: "administrator" });
    expect((await currentActor(requestWith(first.jar)))?.role).toBe("administrator");
  });
});

dbTest("sends PKCE, state and nonce, and takes back nothing that another browser began", async () => {
  await withProvider(async () => {
    const person = somebody(["guards"]);
    const address = new URL(await begin(new Map()));
    for (const name of ["code_challenge", "state", "nonce"]) expect(address.searchParams.get(name)).toBeTruthy();
    expect(address.searchParams.get("code_challenge_method")).toBe("S256");
    provider.person = person;
    const own: Jar = new Map();
    const back = Object.fromEntries((await provider.visit(await begin(own))).searchParams);
    for (const [jar, query] of [
      [new Map<string, string>(), back],
      [own, { ...back, state: "another" }],
    ] as const) {
      const { location } = await ask("GET", "callback/oidc", jar, { query });
      expect(errorIn(location ?? "")).toBe("OAuthCallback");
      expect(await currentActor(requestWith(jar))).toBeNull();
    }
    expect(await userOf(person.email)).toBeUndefined();
  });
});

dbTest(
  "refuses with the reason: no role, no confirmed e-mail, an e-mail that is taken, a disabled account",
  async () => {
    await withProvider(async () => {
      const local = await make.user();
      const disabled = somebody(["guards"]);
      await enter(disabled);
      await pool().query("UPDATE app_user SET disabled_at = now() WHERE email = $1", [disabled.email.toLowerCase()]);
      const { email: _none, ...nameless } = somebody(["guards"]);
      const cases: [ProviderPerson, string][] = [
        [somebody([]), "OidcNoRole"],
        [somebody(["others"]), "OidcNoRole"],
        // A role that the settings name and nobody made.
        [somebody(["ghosts"]), "OidcNoRole"],
        [nameless, "OidcNoEmail"],
        [{ ...somebody(["guards"]), email_verified: false }, "OidcNoEmail"],
        [{ ...somebody(["gh-admins"]), email: local.email.toUpperCase() }, "OidcEmailTaken"],
        [disabled, "OidcDisabled"],
      ];
      for (const [person, word] of cases) {
        const { end, jar } = await enter(person);
        expect(end).toBe(`/sign-in?error=${word}`);
        expect(await currentActor(requestWith(jar))).toBeNull();
      }
      expect(await userOf(local.email)).toMatchObject({ id: local.id, role: local.role });
    });
  },
);

dbTest(
  "who loses their last group is refused, out everywhere, and keeps the account for the day they are back",
  async () => {
    await withProvider(async () => {
      const [person, other] = [somebody(["guards"]), somebody(["guards"])];
      const [first, second, theirs] = [await enter(person), await enter(person), await enter(other)];
      expect(await currentActor(requestWith(first.jar))).not.toBeNull();
      expect((await enter({ ...person, groups: [] })).end).toBe("/sign-in?error=OidcNoRole");
      for (const { jar } of [first, second]) expect(await currentActor(requestWith(jar))).toBeNull();
      expect(await currentActor(requestWith(theirs.jar))).not.toBeNull();
      const ended = (await entriesOf("session.end")).map(({ details }) => details);
      expect(ended.slice(-2)).toEqual(
        [1, 2].map(() => ({ event: "session-ended", detail: "no role at the identity provider" })),
      );
      const { rows: told } = await pool().query("SELECT 1 FROM bus_event WHERE payload ->> 'userId' = $1", [
        (await userOf(person.email))?.id,
      ]);
      expect(told).toHaveLength(1);
      expect((await enter(person)).end).toBe(`${CONSOLE}/cameras`);
    });
  },
);

dbTest("a claim takes the role from the last who manages users only once somebody else can", async () => {
  await withProvider(
    async () => {
      await pool().query("UPDATE app_user SET role = 'guard'");
      const person = somebody(["gh-admins"]);
      await enter(person);
      // Neither of these could let anybody in: one is limited to areas, the other's password is not taken.
      const limited = await make.user({ areaIds: ["a1"] });
      await pool().query("UPDATE app_user SET break_glass = true WHERE id = $1", [limited.id]);
      const waiting = await make.user();
      const demoted = { ...person, groups: ["guards"] };
      const kept = await enter(demoted);
      expect(kept.end).toBe(`${CONSOLE}/cameras`);
      expect((await currentActor(requestWith(kept.jar)))?.role).toBe("administrator");
      expect((await entriesOf("user.change")).at(-1)).toMatchObject({
        result: "refused",
        details: { by: "identity provider", why: "nobody else could manage users: the role stays" },
      });

      await pool().query("UPDATE app_user SET break_glass = true WHERE id = $1", [waiting.id]);
      const { jar } = await enter(demoted);
      expect((await currentActor(requestWith(jar)))?.role).toBe("guard");
      // What was open has the new role too.
      expect((await currentActor(requestWith(kept.jar)))?.role).toBe("guard");
      expect((await entriesOf("user.change")).at(-1)).toMatchObject({
        result: "done",
        details: { changed: { role: { before: "administrator", after: "guard" } }, by: "identity provider" },
      });
    },
    { GATEHOUSE_PASSWORD_SIGN_IN: "off" },
  );
});

dbTest("counts as a proof when the provider says that the person has just signed in there", async () => {
  await withProvider(async () => {
    const person = somebody(["guards"]);
    const usual = await enter(person);
    expect((await currentSession(requestWith(usual.jar)))?.steppedUp).toBe(false);
    const anew = await enter(person, { prompt: "login", max_age: "0" });
    expect((await currentSession(requestWith(anew.jar)))?.steppedUp).toBe(true);
  });
});

dbTest("a provider whose metadata name another issuer than the settings lets nobody in", async () => {
  const { port } = new URL(provider.issuer);
  const person = somebody(["guards"]);
  await withProvider(
    async () => {
      const { end, jar } = await enter(person);
      expect(errorIn(end)).toBe("OAuthCallback");
      expect(await currentActor(requestWith(jar))).toBeNull();
      expect(await userOf(person.email)).toBeUndefined();
    },
    { GATEHOUSE_OIDC_ISSUER: `http://localhost:${port}` },
  );
});

dbTest("with passwords switched off, break-glass accounts alone get in, also while the provider is down", async () => {
  const origin = { address: null, userAgent: null };
  const [usual, breakGlass] = [await make.user(), await make.user()];
  await pool().query("UPDATE app_user SET break_glass = true WHERE id = $1", [breakGlass.id]);
  const down = { GATEHOUSE_OIDC_ISSUER: "http://127.0.0.1:9", GATEHOUSE_PASSWORD_SIGN_IN: "off" };
  await withProvider(async () => {
    expect(errorIn(await begin(new Map()))).toBe("OAuthSignin");
    expect(await signIn({ email: usual.email, password: TEST_PASSWORD }, origin)).toEqual({ failure: "wrong" });
    expect(await signIn({ email: breakGlass.email, password: TEST_PASSWORD }, origin)).toHaveProperty("sessionId");
  }, down);
  await withProvider(async () => {
    expect(await signIn({ email: usual.email, password: TEST_PASSWORD }, origin)).toHaveProperty("sessionId");
  });
});
