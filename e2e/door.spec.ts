/** The front door before the real Next: what is too large, too much, or sent under another name. */
import { request as ask } from "node:http";
import { expect, test, type Page } from "@playwright/test";
import { signIn } from "./fixtures/session";
import { baseURL } from "./playwright.config";

async function cookieOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

interface Answer {
  status: number;
  type: string | undefined;
  /** Bytes that left before the answer came. */
  sent: number;
}

/** Sends blanks without telling how many, until answered, or 32 MB. */
function pour(path: string, cookie: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let answered = false;
    const headers = { cookie, "content-type": "application/json", "sec-fetch-site": "same-origin" };
    const request = ask(new URL(path, baseURL), { method: "POST", headers }, (response) => {
      answered = true;
      response.resume();
      resolve({ status: response.statusCode ?? 0, type: response.headers["content-type"], sent });
      request.destroy();
    });
    request.on("error", (error) => (answered ? undefined : reject(error)));
    const piece = Buffer.alloc(16 * 1024, " ");
    const more = (): void => {
      while (!answered && sent < 32 * 1024 * 1024) {
        sent += piece.byteLength;
        if (!request.write(piece)) return void request.once("drain", more);
      }
      if (!answered) request.end();
    };
    more();
  });
}

test("a body that is too large is refused while it still comes, with or without its length", async ({ page }) => {
  await signIn(page, "Administrator");
  const cookie = await cookieOf(page);
  for (const path of ["/api/sync", "/api/auth/callback/credentials"]) {
    const streamed = await pour(path, cookie);
    expect(streamed, path).toMatchObject({ status: 413, type: "application/problem+json" });
    expect(streamed.sent, path).toBeLessThan(32 * 1024 * 1024);
    const told = await page.request.post(path, {
      data: " ".repeat(70_000),
      headers: { "content-type": "application/json" },
    });
    expect([told.status(), told.headers()["content-type"]], path).toEqual([413, "application/problem+json"]);
  }
  // The server is none the worse for it.
  expect((await page.request.get("/api/session")).status()).toBe(200);
});

test("another name is not answered, for pages, API or files", async ({ request }) => {
  for (const path of ["/", "/api/health", "/robots.txt", "/api/auth/csrf"]) {
    const answer = await request.get(path, { headers: { host: "rebound.example" } });
    expect(answer.status(), path).toBe(421);
    expect(answer.headers()["content-type"], path).toBe("application/problem+json");
  }
});

test("changes from other sites are refused by every route that makes one, next-auth's included", async ({ page }) => {
  await signIn(page, "Administrator");
  for (const path of [
    "/api/sync",
    "/api/connection/test",
    "/api/setup",
    "/api/auth/signout",
    "/api/auth/callback/credentials",
  ]) {
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site", origin: baseURL },
      { origin: "https://evil.example" },
      { origin: "null" },
    ]) {
      const answer = await page.request.post(path, { data: {}, headers });
      expect(answer.status(), `${path} ${JSON.stringify(headers)}`).toBe(403);
    }
  }
  expect((await page.request.get("/api/session")).status()).toBe(200);
});

test("a form of another site could not be sent either: bodies are JSON", async ({ page }) => {
  await signIn(page, "Administrator");
  for (const path of ["/api/sync", "/api/connection/test", "/api/setup"]) {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const headers = { "content-type": type, "sec-fetch-site": "same-origin" };
      expect((await page.request.post(path, { data: "{}", headers })).status(), `${path} ${type}`).toBe(415);
    }
  }
});

test("headers that Next trusts from a proxy change nothing", async ({ page }) => {
  for (const headers of [
    { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
    { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    { "x-nonce": "known", "content-security-policy": "script-src 'nonce-known'" },
    { "next-action": "0123456789" },
  ] as Record<string, string>[]) {
    const answer = await page.request.get("/cameras", { headers, maxRedirects: 0 });
    expect(answer.status(), JSON.stringify(headers)).toBe(307);
    expect(answer.headers()["location"]).toBe("/sign-in?next=%2Fcameras");
    expect(await answer.text()).not.toContain("known");
  }
});
