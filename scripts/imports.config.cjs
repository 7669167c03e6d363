/** Which part may import which. The picture is in docs/architecture.md; each message says where the code belongs. */
const test = "\\.test\\.tsx?$|^lib/testing/|/fixtures/";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or share a third that both import.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "app-is-the-top",
      comment: "app/ is routing only. Move what others need to components/, lib/domains/ or lib/http/.",
      severity: "error",
      from: { pathNot: `^app/|^e2e/|${test}` },
      to: { path: "^app/" },
    },
    {
      name: "components-below-app",
      comment:
        "lib/ does not know components. Pass data or callbacks, or move the pure part to lib/domains/<domain>/schema.ts.",
      severity: "error",
      from: { path: "^(lib|sandbox|scripts|prisma)/" },
      to: { path: "^components/" },
    },
    {
      name: "components-see-schema-and-queries",
      comment:
        "A component gets data through a domain's queries.ts and types through its schema.ts; server code is called in app/.",
      severity: "error",
      from: { path: "^components/" },
      to: {
        path: "^lib/",
        pathNot: [
          "^lib/domains/[^/]+/(schema|terms|queries)\\.ts$",
          "^lib/auth/(roles|actor)\\.ts$",
          "^lib/bus/events\\.ts$",
          "^lib/gateway/dictionary/",
          "^lib/audit/actions\\.ts$",
          "^lib/http/(fetcher|list|paging)\\.ts$",
          "^lib/(errors|time)\\.ts$",
        ],
      },
    },
    {
      name: "schema-runs-anywhere",
      comment:
        "schema.ts and queries.ts reach the browser: what touches database, gateway or files belongs in read.ts, write.ts or mirror.ts.",
      severity: "error",
      from: { path: "^lib/domains/[^/]+/(schema|terms|queries)\\.ts$" },
      to: {
        path: "^lib/(db|gateway|audit|jobs|media|env|log|secrets|process|testing)|^node:",
        pathNot: "^lib/gateway/(endpoints/types|dictionary/)|^lib/audit/actions\\.ts$",
      },
    },
    {
      name: "infrastructure-below-domains",
      comment:
        "gateway, db, audit, auth, bus, http and media do not know domains. Move the rule up into lib/domains/, or pass it in.",
      severity: "error",
      from: { path: "^lib/(gateway|db|audit|auth|bus|http|media)/", pathNot: test },
      to: { path: "^lib/(domains|jobs)/" },
    },
    {
      name: "jobs-define-only",
      comment: "A domain declares duties with lib/jobs/define.ts; registry, runner and main stand above the domains.",
      severity: "error",
      from: { path: "^lib/domains/", pathNot: test },
      to: { path: "^lib/jobs/(registry|runner|main|leases|loop)" },
    },
    {
      name: "registry-knows-duties-only",
      comment: "Only lib/jobs/registry.ts knows domains, and of them only job.ts.",
      severity: "error",
      from: { path: "^lib/jobs/", pathNot: `${test}|^lib/jobs/(registry|main)` },
      to: { path: "^lib/domains/" },
    },
    {
      name: "gateway-from-domains-and-jobs",
      comment:
        "Only domains and jobs talk to the gateway. Write a function in the domain's read.ts, write.ts or mirror.ts and call that.",
      severity: "error",
      from: { pathNot: `^lib/(domains|jobs|gateway)/|${test}|^lib/http/problem|^scripts/` },
      to: { path: "^lib/gateway/", pathNot: "^lib/gateway/dictionary/" },
    },
    {
      name: "dictionary-runs-anywhere",
      comment: "The words for the gateway's codes reach the browser: they import nothing but each other.",
      severity: "error",
      from: { path: "^lib/gateway/dictionary/", pathNot: test },
      to: { pathNot: "^lib/gateway/dictionary/" },
    },
    {
      name: "database-from-read-write-mirror-job",
      comment: "SQL lives in a domain's read.ts, write.ts, mirror.ts or job.ts, or in the infrastructure of lib/.",
      severity: "error",
      from: {
        path: "^(app|components|sandbox)/|^lib/domains/[^/]+/(schema|terms|queries)\\.ts$",
        pathNot: test,
      },
      to: { path: "^lib/db/" },
    },
    {
      name: "write-is-private",
      comment:
        "A domain's write.ts is called by routes and by its own job; another domain asks through a function named for it in read.ts, or the route calls both.",
      severity: "error",
      from: { path: "^lib/domains/([^/]+)/", pathNot: test },
      to: { path: "^lib/domains/([^/]+)/write", pathNot: "^lib/domains/$1/" },
    },
    {
      name: "sandbox-alone",
      comment: "The sandbox is a gateway of its own with its own contract: it shares no code with Gatehouse.",
      severity: "error",
      from: { path: "^sandbox/" },
      to: { path: "^(app|components|lib|prisma|scripts|e2e)/" },
    },
    {
      name: "nobody-imports-the-sandbox",
      comment: "Talk to the sandbox over HTTP, as to any gateway.",
      severity: "error",
      from: { pathNot: "^sandbox/" },
      to: { path: "^sandbox/" },
    },
    {
      name: "no-tests-in-the-product",
      comment: "lib/testing and test files are for tests only.",
      severity: "error",
      from: { pathNot: `${test}|^scripts/|^e2e/` },
      to: { path: test },
    },
    {
      name: "resolvable",
      comment: "The import leads nowhere: a typing error, or a package that package.json does not list.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "generated|\\.css$" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "lib/db/generated|\\.next|\\.build" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs"],
    },
    cache: { folder: "node_modules/.cache/dependency-cruiser", strategy: "content" },
  },
};
