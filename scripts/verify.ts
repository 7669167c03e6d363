/** `npm run verify`: structure, imports, lint, format, types and unit tests; no database; before every commit. */
import { bin, run, runChecks, show } from "./checks";

const results = await runChecks(show);
const units = await run("unit tests", [
  bin("vitest/vitest.mjs"),
  "run",
  "--config",
  "scripts/vitest.config.ts",
  "--project",
  "unit",
]);
show(units);
process.exit([...results, units].every((result) => result.passed) ? 0 : 1);
