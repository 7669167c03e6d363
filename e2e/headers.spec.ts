/** What every answer carries, and that no page needs more than its own policy allows, nor any other host. */
import { get, type IncomingHttpHeaders } from "node:http";
import { expect, test, type Page } from "@playwright/test";
import { realPaths } from "./fixtures/pages";
import { baseURL } from "./playwright.config";
import { signIn, whenLive, whenMirrored } from "./fixtures/session";

const everywhere = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

type Kind = "page" | "data" | "file";

function expectHeaders(headers: Readonly<Record<string, unknown>>, kind: Kind, what: string): void {
  expect(headers, what).toMatchObject(everywhere);
  expect(headers["permissions-policy"], what).toContain("camera=()");
  expect(headers["x-powered-by"], what).toBeUndefined();
  // People reach this server over http.
  expect(headers["strict-transport-security"], what).toBeUndefined();
  const policy = String(headers["content-security-policy"]);
  expect(policy, what).toContain("frame-ancestors 'none'");
  expect(policy, what).toContain("base-uri 'none'");
  if (kind === "page") {
    expect(policy, what).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic';/);
    expect(policy, what).toContain("object-src 'none'");
  } else {
    expect(policy, what).toMatch(/^default-src 'none'/);
  }
  if (kind !== "file") {
    expect(headers["x-request-id"], what).toMatch(/^[\w-]+$/);
    expect(String(headers["cache-control"]), what).toMatch(/private/);
  }
}

/** Violations of the policy, errors in the console, and requests to somebody else, as they come. */
async function watch(page: Page): Promise<{ findings: string[] }> {
  const findings: string[] = [];
  await page.exposeFunction("reportViolation", (text: string) => void findings.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, sample }) => {
      const report = (window as typeof window & { reportViolation: (text: string) => void }).reportViolation;
      report(`${location.pathname}: ${violatedDirective} ${blockedURI} ${sourceFile} ${sample}`);
    });
  });
  page.on("console", (message) => {
    // A page that is not there answers 404, which the browser notes as an error of its own.
    if (message.type() === "error" && !/status of (404|403)/.test(message.text()))
      findings.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => findings.push(`error: ${error.message}`));
  page.context().on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:|^wss?:/.test(protocol) && origin !== baseURL) findings.push(`foreign: ${request.url()}`);
  });
  return { findings };
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test("every page keeps to its policy and to this host", async ({ page }) => {
      test.setTimeout(400_000);
      const { findings } = await watch(page);
      await page.goto("/sign-in");
      await expect(page.getByRole("button", { name: "Administrator" })).toBeVisible();
      await signIn(page, "Administrator");
      await whenMirrored(page);
      const paths = await realPaths(page);
      expect(paths.length).toBeGreaterThan(8);
      for (const path of [...paths, "/cameras?view=grid", "/there-is-no-such-page", "/cameras/there-is-none"]) {
        const answer = await page.goto(path);
        expectHeaders((await answer?.allHeaders()) ?? {}, "page", path);
        await expect(page.getByRole("heading", { level: 1 }).first(), path).toBeVisible();
        expect(findings, path).toEqual([]);
      }
      // Menus, popovers and dialogs write styles of their own.
      await page.goto("/cameras");
      await whenLive(page);
      for (const name of ["State", "Area", "Columns"]) {
        await page.getByRole("button", { name, exact: true }).first().click();
        await expect(page.getByRole("dialog", { name })).toBeVisible();
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog", { name })).toHaveCount(0);
      }
      await page.keyboard.press("ControlOrMeta+k");
      await expect(page.getByRole("dialog")).toBeVisible();
      await page.keyboard.press("Escape");
      expect(findings).toEqual([]);
    });
  });
}

test("the policy is in force: a script that is not ours does not run, and the watch of these tests sees it", async ({
  page,
}) => {
  const { findings } = await watch(page);
  await page.goto("/sign-in");
  // As markup that slipped through: an event handler, an address that is a script, and text that becomes code.
  const evaluated = await page.evaluate(() => {
    const holder = document.createElement("div");
    holder.innerHTML =
      "<img src='data:,' onerror=\"document.title = 'run'\"><a href=\"javascript:document.title='run'\">x</a>";
    document.body.append(holder);
    holder.querySelector("a")?.click();
    // Later, because what a test evaluates is itself beyond the policy.
    return new Promise<string>((done) => {
      setTimeout(() => {
        try {
          done(String(new Function("return 'run'")()));
        } catch (error) {
          done(error instanceof Error ? error.name : "");
        }
      });
    });
  });
  expect(evaluated).toBe("EvalError");
  await expect.poll(() => findings.filter((each) => each.includes("script-src")).length).toBeGreaterThan(2);
  await expect(page).not.toHaveTitle("run");
});

test("each answer has a nonce of its own, and the scripts of the page carry it", async ({ request }) => {
  const nonces = new Set<string>();
  for (let i = 0; i < 3; i += 1) {
    const answer = await request.get("/sign-in");
    const [, nonce = ""] = /'nonce-([^']+)'/.exec(answer.headers()["content-security-policy"] ?? "") ?? [];
    const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});

test("what is no page has its headers too: answers, pictures, refusals and files", async ({ page }) => {
  await signIn(page, "Administrator");
  await whenMirrored(page);
  for (const [method, path, status] of [
    ["GET", "/api/cameras", 200],
    ["GET", "/api/cameras?colour=red", 400],
    ["GET", "/api/cameras/there-is-none", 404],
    ["GET", "/api/there-is-none", 404],
    ["DELETE", "/api/cameras", 405],
    ["POST", "/cameras", 405],
    ["POST", "/api/sync", 422],
    ["GET", "/_next/image?url=/icon.svg&w=64&q=75", 404],
    ["GET", "/api/auth/session", 200],
  ] as const) {
    const data = method === "POST" ? { data: {} } : {};
    const answer = await page.request.fetch(path, { method, ...data });
    expect(answer.status(), `${method} ${path}`).toBe(status);
    expectHeaders(answer.headers(), "data", `${method} ${path}`);
    if (status >= 400) expect(answer.headers()["content-type"], path).toBe("application/problem+json");
    if (status === 405) expect(answer.headers()["allow"], path).toContain("GET");
    expect(answer.headers()["cache-control"], path).toContain("no-store");
  }

  const { items } = (await (await page.request.get("/api/cameras?limit=200")).json()) as { items: { id: string }[] };
  await expect(async () => {
    const pictures = await Promise.all(items.map(({ id }) => page.request.get(`/api/cameras/${id}/thumbnail`)));
    const picture = pictures.find((answer) => answer.status() === 200);
    expect(picture).toBeDefined();
    expectHeaders(picture?.headers() ?? {}, "data", "a picture");
    expect(picture?.headers()["content-type"]).toMatch(/^image\//);
  }).toPass({ timeout: 30_000 });

  const html = await (await page.request.get("/")).text();
  const assets = [...new Set(html.match(/\/_next\/static\/[\w./~-]+\.(?:js|css|woff2)/g) ?? [])];
  expect(assets.length).toBeGreaterThan(2);
  for (const path of [assets[0] ?? "", assets.find((each) => each.endsWith(".css")) ?? ""]) {
    const answer = await page.request.get(path);
    expectHeaders(answer.headers(), "file", path);
    expect(answer.headers()["cache-control"]).toBe("public, max-age=31536000, immutable");
  }
  for (const path of ["/robots.txt", "/icon.svg"]) {
    expectHeaders((await page.request.get(path)).headers(), "file", path);
  }
});

test("the event stream has them too, and nobody on the way keeps or rewrites it", async ({ page }) => {
  await signIn(page, "Guard");
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const headers = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
    const request = get(`${baseURL}/api/live`, { headers: { cookie } }, (response) => {
      resolve(response.headers);
      request.destroy();
    }).once("error", reject);
  });
  expect(headers["content-type"]).toContain("text/event-stream");
  expect(headers).toMatchObject(everywhere);
  expect(headers["content-security-policy"]).toMatch(/^default-src 'none'/);
  expect(headers["cache-control"]).toBe("no-cache, no-transform");
});
