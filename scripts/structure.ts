/** The structure check: file names come from closed lists. A message names the right room for what it finds. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  // A file deleted in the work tree stays listed until the deletion is staged.
  .filter((path) => path !== "" && existsSync(path));

const rootFiles = new Set([
  ".env.example",
  ".gitattributes",
  ".gitignore",
  ".prettierignore",
  "CONTRIBUTING.md",
  "LICENSE",
  "README.md",
  "instrumentation-client.ts",
  "next.config.js",
  "package-lock.json",
  "package.json",
  "proxy.ts",
  "tsconfig.json",
]);
const rootFolders = new Set([
  ...[".ci", ".github", "app", "components", "docs", "e2e", "lib", "prisma", "public", "sandbox", "scripts"],
]);
const libFolders = new Set(["audit", "auth", "bus", "db", "domains", "gateway", "http", "jobs", "media", "testing"]);
const libFiles = new Set(["env", "errors", "log", "process", "secrets", "time"]);
const domainFile =
  /^(schema|terms|read|write|queries|mirror|job)\.ts$|^(read|write)\/[a-z0-9-]+\.ts$|\.(db\.)?test\.ts$/;
const appFile =
  /^(page|layout|client|loading|error|not-found|global-error|template|default|search-params|route|icon|globals|tokens)\.(tsx|ts|css|svg|png)$/;
const maxLines = 450;
const maxTestLines = 600;

const problems: string[] = [];
const complain = (path: string, text: string) => problems.push(`${path}: ${text}`);

for (const path of tracked) {
  const parts = path.split("/");
  const [top = "", second = "", third = ""] = parts;
  const file = parts.at(-1) ?? "";
  if (parts.length === 1 && !rootFiles.has(path)) {
    complain(path, "the root holds only what tools insist on; configuration lives in the folder it configures.");
  }
  if (parts.length > 1 && !rootFolders.has(top)) complain(path, `there is no room called ${top}/.`);
  if (top === "lib" && parts.length === 2 && !libFiles.has(file.replace(/(\.db)?(\.test)?\.ts$/, ""))) {
    complain(path, "single files in lib/ are few and named; put this into the folder of its subject.");
  }
  if (top === "lib" && parts.length > 2 && !libFolders.has(second)) {
    complain(path, `lib/ has the folders ${[...libFolders].join(", ")}; what the product does lives in lib/domains/.`);
  }
  if (top === "lib" && second === "domains" && !domainFile.test(parts.slice(3).join("/"))) {
    complain(
      path,
      `lib/domains/${third}/ may hold schema, terms, read, write, queries, mirror, job and tests; ` +
        "types go to schema.ts, what the browser needs of it without zod to terms.ts, SQL that reads to read.ts, that changes to write.ts.",
    );
  }
  if (top === "app" && !parts.includes("_components") && !/\.test\.ts$/.test(file) && !appFile.test(file)) {
    complain(path, "app/ is routing only; a part of one page goes to its _components/, a shared one to components/.");
  }
  if (/\.(ts|tsx|mjs|js|cjs)$/.test(file) && !/^[a-z0-9[\].-]+$/.test(file))
    complain(path, "file names are kebab-case.");
  if (/(^|\/)(utils?|helpers?|common|misc)(\/|\.tsx?$)/.test(path)) {
    complain(path, "name the file after what it does; utils grow without end.");
  }
  if (/\.(ts|tsx)$/.test(file)) checkText(path);
}

function checkText(path: string): void {
  const text = readFileSync(path, "utf8");
  const lines = text.split("\n").length;
  const most = /\.test\.ts$/.test(path) ? maxTestLines : maxLines;
  if (lines > most) complain(path, `has ${lines} lines; split it below ${most}.`);
  const marker = ["TO", "DO"].join("");
  const markers = new RegExp(`\\b(${[marker, ["FIX", "ME"].join("")].join("|")})\\b`);
  if (markers.test(text)) complain(path, "finish it, or open an issue and leave no marker.");
  if (path.startsWith("app/api/") && path.endsWith("/route.ts") && /\bcatch\s*[({]/.test(text)) {
    complain(path, "a route states policy and makes one call; errors are mapped by lib/http/route.ts.");
  }
  if (/queries\.ts$/.test(path) || !/^(app|components)\//.test(path)) return;
  if (/queryKey:\s*\[/.test(text)) complain(path, "query keys are written in a domain's queries.ts alone.");
}

const security = "docs/security.md";
for (const [, path = ""] of readFileSync(security, "utf8").matchAll(
  /`((?:app|components|docs|e2e|lib|scripts)\/[^`\s]+)`/g,
)) {
  if (!existsSync(path)) complain(security, `names ${path}, which is not there: name what shows the requirement now.`);
}

if (problems.length > 0) {
  process.stderr.write(`${problems.join("\n")}\n${problems.length} files stand in the wrong room.\n`);
  process.exit(1);
}
process.stdout.write(`Structure: ${tracked.length} files, each in its room.\n`);
