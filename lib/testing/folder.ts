import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A data folder of the test file's own, set before anything reads the settings and removed after the last test. */
export function ownDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-data-"));
  process.env["GATEHOUSE_DATA_DIR"] = folder;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
