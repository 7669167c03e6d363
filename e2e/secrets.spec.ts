/**
 * Nothing secret leaves the server: every page and every answer of every route, for nobody and for each role, errors
 * included, the files for browsers and the logs of the whole run are searched for the secrets of this installation.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test, type APIRequestContext, type Page } from "@playwright/test";
import pg from "pg";
import { derivedKey, unseal } from "@/lib/secrets";
import { hashPassword } from "@/lib/auth/password";
import { roles, type Role } from "@/lib/auth/roles";
import { environmentOf, processesOf } from "@/scripts/bench/processes";
import { startLive, type Live } from "./fixtures/live";
import { pagePaths } from "./fixtures/pages";
import { whenLive } from "./fixtures/session";

test.describe.configure({ mode: "serial" });
test.skip(process.platform !== "linux", "the database's address is read from /proc");

const port = 4600 + Math.floor(Math.random() * 100);
const baseURL = `http://localhost:${port}`;
test.use({ baseURL });

const keys = { appKey: "AK-needle-7f3a91", secretKey: "SK-needle-c04d2e" };
const secret = "own-secret-needle-of-this-installation-52b8";
const metricsToken = "metrics-needle-e91c";
const password = "password needle 3d77 long enough";
const wrongPassword = "mistyped needle 8a10 long enough";
const emailOf = (role: Role) => `${role}@needle.example`;

let live: Live;
let database: pg.Client;
let databaseUrl = "";

test.beforeAll(async () => {
  live = await startLive(port, keys, {
    GATEHOUSE_SECRET: secret,
    GATEHOUSE_METRICS_TOKEN: metricsToken,
    GATEHOUSE_ADMIN_EMAIL: emailOf("administrator"),
    GATEHOUSE_ADMIN_PASSWORD: password,
    // These requests come faster than a person's, and refusals would hide what is behind.
    GATEHOUSE_STRANGER_RATE: "10000/10000",
    GATEHOUSE_USER_RATE: "10000/10000",
    // The most talkative there is.
    GATEHOUSE_LOG_LEVEL: "trace",
  });
  expect(live.gatehouse.said()).toContain("Gatehouse is ready");
  const web = processesOf(live.gatehouse.process.pid ?? 0).find(({ part }) => part === "web");
  databaseUrl = environmentOf(web?.pid ?? 0)["DATABASE_URL"] ?? "";
  database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const hash = await hashPassword(password);
  for (const role of roles.filter((each) => each !== "administrator")) {
    await database.query(
      "INSERT INTO app_user (id, email, name, password_hash, role) VALUES (gen_random_uuid(), $1, $2, $3, $2)",
      [emailOf(role), role, hash],
    );
  }
});

test.afterAll(async () => {
  await database.end();
  await live.stop();
});

interface Text {
  where: string;
  text: string;
}

const said: Text[] = [];
const keep = (where: string, text: string) => void said.push({ where, text });

/** By what it is, each secret as it could stand in a text. */
async function needles(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const add = (what: string, ...values: string[]) => {
    for (const value of values) expect(value.length, what).toBeGreaterThan(7);
    const forms = values.flatMap((value) => [
      value,
      encodeURIComponent(value),
      JSON.stringify(value).slice(1, -1),
      // Without its last characters, which depend on what follows.
      Buffer.from(value)
        .toString("base64")
        .replace(/.{0,3}=*$/, ""),
      Buffer.from(value).toString("hex"),
    ]);
    found.set(what, [...new Set(forms)]);
  };
  process.env["GATEHOUSE_SECRET"] = secret;
  process.env["GATEHOUSE_SANDBOX"] = "1";
  add("access key", keys.appKey);
  add("secret key", keys.secretKey);
  add("own secret", secret);
  for (const use of [
    "sign-in",
    "cursor",
    "gateway-token",
    "totp",
    "recovery-code",
    "lock-out",
    "audit-anchor",
    "mark",
  ] as const) {
    const key = derivedKey(use);
    add(`key for ${use}`, key.toString("hex"), key.toString("base64url"), key.toString("base64"));
  }
  add("metrics token", metricsToken);
  add("a password", password);
  add("a mistyped password", wrongPassword);
  const { username, password: databasePassword } = new URL(databaseUrl);
  add("database password", decodeURIComponent(databasePassword));
  add("database address", `${username}:${databasePassword}@`);
  const tokens = await database.query<{ ciphertext: string }>("SELECT ciphertext FROM gateway_token");
  const { ciphertext = "" } = tokens.rows[0] ?? {};
  // Behind a mark of 64 characters that binds it to the account.
  add("access token", unseal("gateway-token", ciphertext)?.slice(64) ?? "", ciphertext);
  const hashes = await database.query<{ password_hash: string }>(
    "SELECT password_hash FROM app_user WHERE password_hash IS NOT NULL",
  );
  add("password hashes", "$argon2id$", ...hashes.rows.map((row) => row.password_hash));
  // A session's id is no secret: its owner's list and the audit log name it, and only the sealed cookie opens anything.
  add("session cookies", ...cookies);
  return found;
}

const cookies: string[] = [];

const apiFolder = resolve("app/api");
const routes = readdirSync(apiFolder, { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|\/)route\.ts$/.test(file))
  .map((file) => ({
    path: `/api/${file.replace(/\/?route\.ts$/, "")}`,
    methods: [
      ...readFileSync(join(apiFolder, file), "utf8").matchAll(
        /export (?:const|async function|function) ([A-Z]+)\b| as ([A-Z]+)\b/g,
      ),
    ].map(([, one, other]) => one ?? other ?? ""),
  }));

/** Streams end never, and what ends the session comes last of all. */
const apart = /^\/api\/(live|auth\/)/;
/** These take nothing that could be refused, and would leave nobody to ask the rest. */
const endsTheVisit = /^\/api\/(session\/lock|account\/sessions)/;

async function signIn(request: APIRequestContext, role: Role, typed = password): Promise<string> {
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { email: emailOf(role), password: typed, csrfToken, json: "true" };
  const answer = await request.post("/api/auth/callback/credentials", { form });
  keep(`sign-in of ${role}`, await answer.text());
  const state = await request.storageState();
  return state.cookies.find(({ name }) => name.includes("session-token"))?.value ?? "";
}

async function ask(
  request: APIRequestContext,
  who: string,
  method: string,
  path: string,
  init: object = {},
): Promise<number> {
  const answer = await request.fetch(path, { method, maxRedirects: 0, ...init });
  const headers = JSON.stringify(answer.headersArray().filter(({ name }) => name.toLowerCase() !== "set-cookie"));
  keep(`${who}: ${method} ${path} (${answer.status()})`, `${headers}\n${await answer.text()}`);
  return answer.status();
}

/** Tables that are not called as their address, and things without a table. */
const tables: Readonly<Record<string, string>> = { roles: "custom_role", views: "saved_view" };
const known: Readonly<Record<string, string>> = { audit: "1", settings: "retention.sessions" };

/** Whoever may manage users may disable this one without a body; nobody signs in with it. */
async function someoneElse(): Promise<string> {
  const { rows } = await database.query<{ id: string }>(
    `INSERT INTO app_user (id, email, name, role) VALUES (gen_random_uuid(), 'someone.else@example.com', 'Else', 'guard')
     ON CONFLICT (email) DO UPDATE SET name = EXCLUDED.name RETURNING id`,
  );
  return rows[0]?.id ?? "";
}

async function idOf(noun: string): Promise<string> {
  if (noun === "users") return someoneElse();
  if (known[noun] !== undefined) return known[noun];
  const table = tables[noun] ?? noun.replace(/s$/, "").replace("-", "_");
  const exists = await database.query("SELECT to_regclass($1) AS found", [table]);
  if (exists.rows[0]?.found === null) return "there-is-none";
  const { rows } = await database.query<{ id: string }>(`SELECT id FROM ${table} LIMIT 1`);
  return rows[0]?.id ?? "there-is-none";
}

async function askEverything(request: APIRequestContext, who: string): Promise<void> {
  for (const { path: pattern, methods } of routes.filter(({ path }) => !apart.test(path))) {
    const [, noun = ""] = /^\/api\/([^/]+)\/\[/.exec(pattern) ?? [];
    const real = pattern.replace(/\[\.*\w+\]/g, encodeURIComponent(await idOf(noun)));
    for (const path of new Set([real, pattern.replace(/\[\.*\w+\]/g, "there-is-none")])) {
      if (methods.includes("GET")) await ask(request, who, "GET", path);
      await ask(request, who, "GET", `${path}?cursor=x&limit=0&sort=id&no-such-name=1`);
      // Refused for what they carry, so that nothing is changed here.
      for (const method of endsTheVisit.test(path) ? [] : ["POST", "PUT", "PATCH", "DELETE"]) {
        await ask(request, who, method, path, {
          data: '{"no-such-field":',
          headers: { "content-type": "application/json" },
        });
        await ask(request, who, method, path, {
          data: { "no-such-field": 1 },
          headers: { "sec-fetch-site": "cross-site" },
        });
      }
    }
  }
  for (const pattern of pagePaths()) {
    const [, noun = ""] = /^\/([^/]+)\/\[/.exec(pattern) ?? [];
    const path = pattern.replace(/\[\w+\]/g, encodeURIComponent(await idOf(noun)));
    await ask(request, who, "GET", path);
    await ask(request, who, "GET", path, { headers: { rsc: "1" } });
    await ask(request, who, "GET", path, { headers: { rsc: "1", "next-router-prefetch": "1" } });
  }
  for (const path of ["/there-is-none", "/%E0%A4%A", "/_next/data", "/.env", "/../.env", "/api/there-is-none"])
    await ask(request, who, "GET", path);
}

test("answers, pages and errors, for nobody and for each role", async ({ playwright }) => {
  test.setTimeout(480_000);
  expect(routes.length).toBeGreaterThan(10);
  const stranger = await playwright.request.newContext({ baseURL });
  await signIn(stranger, "guard", wrongPassword);
  await askEverything(stranger, "nobody");
  await stranger.dispose();
  for (const role of roles) {
    const request = await playwright.request.newContext({ baseURL });
    cookies.push(await signIn(request, role));
    await askEverything(request, role);
    for (const path of ["session", "providers", "csrf", "signin", "signout", "error"])
      await ask(request, role, "GET", `/api/auth/${path}`);
    await ask(request, role, "GET", "/api/metrics", { headers: { authorization: `Bearer ${metricsToken}` } });
    await ask(request, role, "GET", "/api/metrics", { headers: { authorization: "Bearer wrong" } });
    await request.dispose();
  }
  // It did get in, and the cookies are those of sessions.
  expect(said.some(({ where }) => where === "administrator: GET /api/connection (200)")).toBe(true);
  expect(said.some(({ where }) => where === "receptionist: GET /api/cameras (403)")).toBe(true);
  expect(said.some(({ where }) => /^administrator: GET \/cameras\/\w+ \(200\)/.test(where))).toBe(true);
  expect(cookies.filter((cookie) => cookie !== "")).toHaveLength(roles.length);
});

async function browse(page: Page): Promise<void> {
  const texts: Promise<void>[] = [];
  page.on("response", (response) => {
    texts.push(
      response
        .text()
        .then((text) => keep(`browser: ${response.url()}`, text))
        .catch(() => undefined),
    );
  });
  page.on("console", (message) => keep("console of the browser", message.text()));
  await page.goto("/sign-in?next=/settings");
  await page.getByLabel("E-mail").fill(emailOf("administrator"));
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await whenLive(page);
  for (const fault of [
    null,
    { match: "/token/get", kind: "status5xx", status: 500 },
    { match: "/api/hccgw/", kind: "malformed" },
  ]) {
    if (fault !== null) {
      const made = await fetch(`${live.gatewayUrl}/control/faults`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(fault),
      });
      expect(made.ok, await made.text()).toBe(true);
    }
    const answered = page.waitForResponse(/\/api\/connection\/test/);
    await page.getByRole("button", { name: "Test connection" }).click();
    keep("connection test", await (await answered).text());
    await expect(page.getByRole("button", { name: "Test connection" })).toBeEnabled();
  }
  keep("page as shown", await page.content());
  await Promise.all(texts);
}

test("a browser that tests the connection, also while the gateway fails", async ({ page }) => {
  await browse(page);
  cookies.push(
    ...(await page.context().cookies()).filter(({ name }) => name.includes("session-token")).map(({ value }) => value),
  );
});

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

test("none of it holds a secret, nor do the files for browsers and the logs", async () => {
  const answers = said.length;
  for (const folder of [".next/static", "public"])
    for (const path of filesBelow(folder)) keep(path, readFileSync(path, "latin1"));
  expect(said.length).toBeGreaterThan(answers + 20);
  const log = readFileSync(join(live.folder, "live", "gatehouse.log"), "utf8");
  expect(log).toContain("worker ready");
  keep("gatehouse.log", log);
  keep("what the start said", live.gatehouse.said());

  const search = (forms: readonly string[]) =>
    said.filter(({ text }) => forms.some((form) => text.includes(form))).map(({ where }) => where);
  // The search finds what is there.
  expect(search([emailOf("guard")])).toContain("guard: GET /api/session (200)");
  for (const [what, forms] of await needles()) expect(search(forms), what).toEqual([]);
});
