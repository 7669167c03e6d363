import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { inSources, told } from "./log";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-stack-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a place in a built file becomes that in its source; others stay", () => {
  writeFileSync(
    join(folder, "door.ts"),
    `interface Door { name: string }\n\nexport function open(door: Door): void {\n  throw new Error(door.name);\n}\nopen({ name: "Main entrance" });\n`,
  );
  buildSync({
    ...{ entryPoints: [join(folder, "door.ts")], outfile: join(folder, "out", "door.js") },
    ...{ bundle: true, minify: true, format: "esm", sourcemap: true },
  });
  // In a process of its own: the test runner maps stacks by itself.
  const { stderr } = spawnSync(process.execPath, [join(folder, "out", "door.js")], { encoding: "utf8" });
  const stack = stderr.slice(stderr.indexOf("Error: "));
  expect(stack).toContain("door.js:1:");
  const [head, first, ...rest] = inSources(stack).split("\n");
  expect(head).toBe("Error: Main entrance");
  expect(first).toMatch(/door\.ts:4:9\)?$/);
  expect(rest.filter((line) => line.includes("node:"))).toEqual(
    stack.split("\n").filter((line) => line.includes("node:")),
  );
});

test("text without places, and places of files that are not there, stay as they are", () => {
  const stack = "Error: at lunch\n    at /nowhere/page.js:1:2\n    at async Promise.all (index 0)";
  expect(inSources(stack)).toBe(stack);
});

test("of an error its words, numbers and lists are told, not the objects of a library", () => {
  class Connection {
    readonly password = "hunter2";
  }
  const error = Object.assign(new Error("lost"), { code: "57P01", fields: ["name"], client: new Connection() });
  const said = told(error);
  expect(said).toMatchObject({ type: "Error", message: "lost", code: "57P01", fields: ["name"] });
  expect(said).not.toHaveProperty("client");
});
