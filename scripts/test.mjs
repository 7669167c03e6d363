/** `npm test`: sees to packages, then hands over to scripts/test.ts. */
import process from "node:process";
import { checkNode, ensurePackages, root, understandTypeScript } from "./bootstrap.mjs";

checkNode();
process.chdir(root);
ensurePackages((line) => process.stdout.write(`· ${line}\n`));
await understandTypeScript();
await import("./test.ts");
