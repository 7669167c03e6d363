/**
 * docs/gateway-coverage.md, made from the declarations and from who imports them. `npm run coverage` writes it;
 * `--check` says whether the file is what would be written.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import prettier from "prettier";
import * as declared from "@/lib/gateway/endpoints";
import { isEndpoint, type AnyEndpoint } from "@/lib/gateway/endpoint";
import { guideEndpoints } from "@/lib/gateway/fixtures/guide-endpoints";

const target = "docs/gateway-coverage.md";

/** Where people meet what a domain does with the gateway. A domain that calls it without a place here is an error. */
const places: Readonly<Record<string, string>> = {
  "alarm-inputs": "Inputs and outputs",
  "alarm-log": "Alarm log",
  "alarm-outputs": "Inputs and outputs",
  "alarm-priorities": "Alarm rules",
  "alarm-rules": "Alarm rules",
  "alarm-schedules": "Alarm rules",
  areas: "Areas",
  cameras: "Cameras",
  connection: "Settings, connection",
  devices: "Devices",
  doors: "Doors, Alarms",
  elements: "Cameras, Doors, Inputs and outputs",
  events: "Events",
  licences: "Settings, service packages",
  "platform-users": "Alarm rules",
  "solar-threshold": "Alarm rules",
  queues: "Alarms, Events",
  "time-zones": "Devices",
};
/** The gateway's own machinery uses some for every other call. */
const machinery: Readonly<Record<string, string>> = { client: "every page", diagnose: "Settings, connection" };

interface Use {
  readonly place: string;
  readonly lanes: readonly string[];
}

const sources = ["lib/domains", "lib/gateway", "lib/jobs"]
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`))
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts") && !/\.test\.ts$|\/fixtures\/|\/endpoints\//.test(path))
  .sort()
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

/** Files that import a name from a module whose path ends as given. */
function importersOf(name: string, module: RegExp) {
  const imports = /import\s+\{([^}]*)\}\s+from\s+"([^"]+)"/g;
  return sources.filter(({ text }) =>
    [...text.matchAll(imports)].some(
      ([, names = "", from = ""]) =>
        module.test(from) && names.split(",").some((one) => one.trim().split(" ")[0] === name),
    ),
  );
}

function usesOf(name: string, module: RegExp): Use[] {
  return importersOf(name, module).flatMap(({ path, text }): Use[] => {
    const file = basename(path, ".ts");
    if (dirname(path) === "lib/gateway/flows") {
      const flows = [...text.matchAll(/export (?:async )?function (\w+)/g)].map(([, flow = ""]) => flow);
      return flows.flatMap((flow) => usesOf(flow, new RegExp(`/flows/${file}$`)));
    }
    const [, domain] = /^lib\/domains\/([^/]+)\//.exec(path) ?? [];
    const place = domain === undefined ? machinery[file] : places[domain];
    if (place === undefined)
      throw new Error(`${path} uses ${name}: say in ${import.meta.filename} which page that is.`);
    // A function that is told its lane is told by its neighbours.
    const told = /\bLane\b/.test(text)
      ? sources.filter((other) => other.path.startsWith(`lib/domains/${domain}/`))
      : [];
    const lanes = [text, ...told.map((other) => other.text)].flatMap((each) => [...each.matchAll(/lane: "(\w+)"/g)]);
    return [{ place, lanes: lanes.map(([, lane = ""]) => lane) }];
  });
}

const exported: readonly [string, unknown][] = Object.entries(declared);
const functions = exported.filter((entry): entry is [string, AnyEndpoint] => isEndpoint(entry[1]));
const unique = (words: readonly string[], between = ", ") => [...new Set(words)].sort().join(between);

function row(section: string, path: string): string {
  const here = functions.filter(([, one]) => `${one.method} ${one.path}` === path);
  const uses = here.flatMap(([name]) => usesOf(name, /gateway\/endpoints|^\.\/endpoints\//));
  const cells = [
    section,
    `\`${path}\``,
    here.map(([name]) => `\`${name}\``).join(", ") || "not declared",
    unique(here.map(([, one]) => one.kind)),
    unique(uses.flatMap(({ lanes }) => lanes)) || "–",
    unique(
      uses.map(({ place }) => place),
      "; ",
    ) || "not yet",
  ];
  return `| ${cells.join(" | ")} |`;
}

const paths = Object.entries(guideEndpoints).flatMap(([section, list]) => list.map((path) => [section, path] as const));
const rows = paths.map(([section, path]) => row(section, path));
const used = rows.filter((line) => !line.endsWith("| not yet |")).length;
const text = `# What of the gateway Gatehouse knows

The guide's chapter 5 (V2.13.0) has ${paths.length} endpoints. Each is declared in \`lib/gateway/endpoints/\` and answered by the sandbox;
${used} are used by the product so far. Several functions for one path are calls that must not be mistaken for each other, such
as one that sets and one that clears. The lane is the share of the allowance the calls are made in. \`npm run coverage\`
writes this page; the checks fail when it is out of date, and a test keeps the list equal to the guide's.

| section | endpoint | function | kind | lane | page |
| ------- | -------- | -------- | ---- | ---- | ---- |
${rows.join("\n")}
`;

const options = await prettier.resolveConfig(target);
const formatted = await prettier.format(text, { ...options, filepath: target });
if (process.argv.includes("--check")) {
  const found = existsSync(target) ? readFileSync(target, "utf8") : "";
  if (found !== formatted) {
    process.stderr.write(`${target} is not what the declarations say: run npm run coverage.\n`);
    process.exit(1);
  }
} else writeFileSync(target, formatted);
