/** `npm run audit:verify`. See scripts/audit/verify.ts once packages are there. */
import process from "node:process";
import { checkNode, ensurePackages, root, understandTypeScript } from "./bootstrap.mjs";

checkNode();
const from = process.cwd();
process.chdir(root);
ensurePackages((line) => process.stderr.write(`· ${line}\n`));
await understandTypeScript();
const { main } = await import("./audit/verify.ts");
// npm runs scripts in the project's folder and keeps where the caller stood.
process.exit(await main(process.argv.slice(2), process.env["INIT_CWD"] ?? from));
