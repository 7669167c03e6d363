/** `npm start` and `npm run dev`. See scripts/start/main.ts for what they do once packages are there. */
import process from "node:process";
import { checkNode, ensurePackages, root, understandTypeScript } from "./bootstrap.mjs";

checkNode();
process.chdir(root);
ensurePackages((line) => process.stdout.write(`· ${line}\n`));
await understandTypeScript();
const { main } = await import("./start/main.ts");
await main({ dev: process.argv.includes("--dev") });
