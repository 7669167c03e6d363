/**
 * `npm run backup -- --to <folder or file>`, `npm run backup -- --verify <file>` and
 * `npm run restore -- --from <file> [--to-data-dir <folder>] [--replace]`. Each ends in one line and a number that says
 * what happened: see failure.ts.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { EmbeddedServerError } from "@/lib/db/embedded";
import { readSettings, SettingsError } from "@/lib/env";
import { Refusal } from "../start/checks";
import { createBackup } from "./create";
import { exitCodes, Failure } from "./failure";
import type { Manifest } from "./manifest";
import { askPassphrase } from "./passphrase";
import { needsSecret, restoreBackup } from "./restore";
import { verifyBackup } from "./verify";

const say = (line: string) => void process.stdout.write(`· ${line}\n`);

const usage = {
  backup: "Say where: npm run backup -- --to <folder or file> [--no-verify], or -- --verify <file>.",
  restore: "Say from what: npm run restore -- --from <file> [--to-data-dir <folder>] [--replace].",
};

function read<T extends NonNullable<ParseArgsConfig["options"]>>(args: string[], options: T, hint: string) {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw new Failure("usage", `${(error as Error).message.split("\n")[0]?.replace(/\.$/, "")}. ${hint}`);
  }
}

function summary({ tables, folders, createdAt, app, mode }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const files = folders.reduce((sum, folder) => sum + folder.files, 0);
  return `${mode} installation of ${createdAt}, Gatehouse ${app}: ${rows} rows, ${files} files`;
}

async function backup(args: string[], from: string): Promise<void> {
  const options = { to: { type: "string" }, verify: { type: "string" }, "no-verify": { type: "boolean" } } as const;
  const { to, verify, "no-verify": unverified = false } = read(args, options, usage.backup);
  if ((to === undefined) === (verify === undefined)) throw new Failure("usage", usage.backup);
  if (verify !== undefined) {
    const file = resolve(from, verify);
    const { manifest, checked } = await verifyBackup(file, await askPassphrase(false), say);
    for (const line of checked) say(`Checked: ${line}.`);
    return say(`${file} is whole and can be restored: ${summary(manifest)}.`);
  }
  const settings = readSettings(process.env);
  const file = targetFile(resolve(from, to ?? ""), settings.mode);
  const passphrase = await askPassphrase(true);
  const draft = `${file}.part`;
  rmSync(draft, { force: true });
  try {
    let manifest = await createBackup({ settings, file: draft, lock: { passphrase }, say });
    if (!unverified) {
      const verified = await verifyBackup(draft, passphrase, say);
      manifest = verified.manifest;
      for (const line of verified.checked) say(`Checked: ${line}.`);
    }
    renameSync(draft, file);
    if (manifest.secret === null) say("GATEHOUSE_SECRET is not in it: keep that yourself.");
    say(`Wrote ${file} (${Math.ceil(statSync(file).size / 1024)} KiB): ${summary(manifest)}.`);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** A folder gets a file named after mode and time. */
function targetFile(to: string, mode: string): string {
  const isFolder = existsSync(to) && statSync(to).isDirectory();
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const file = isFolder ? join(to, `gatehouse-${mode}-${time}.gatehouse`) : to;
  if (existsSync(file)) throw new Failure("usage", `${file} exists: choose another name, nothing is overwritten.`);
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new Failure("usage", `The folder ${dirname(file)} cannot be made (${code}): choose another.`);
  }
  return file;
}

async function restore(args: string[], from: string): Promise<void> {
  const options = {
    from: { type: "string" },
    "to-data-dir": { type: "string" },
    replace: { type: "boolean" },
  } as const;
  const { from: source, "to-data-dir": to, replace = false } = read(args, options, usage.restore);
  if (source === undefined) throw new Failure("usage", usage.restore);
  const restored = await restoreBackup({
    file: resolve(from, source),
    passphrase: await askPassphrase(false),
    environment: process.env,
    toDataDir: to === undefined ? null : resolve(from, to),
    replace,
    say,
  });
  if (restored.aside !== null) say(`What was there before is in ${restored.aside}.`);
  if (needsSecret(restored)) say("The backup holds no secret: start with the GATEHOUSE_SECRET of that installation.");
  say(`Restored the ${summary(restored.manifest)}. Everybody signs in anew; start with npm start.`);
}

/** What went wrong, in one line, and the number to end with. */
function ending(error: unknown): [string, number] {
  if (error instanceof Failure) return [error.message, exitCodes[error.kind]];
  if (error instanceof Refusal || error instanceof EmbeddedServerError) return [error.message, exitCodes.refused];
  if (error instanceof SettingsError) return [error.problems.join(" "), exitCodes.usage];
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    ENOSPC: "There is no space left for it: choose another place or make room.",
    EACCES: "A file or folder cannot be read or written by this user",
    EROFS: "The place cannot be written: choose another.",
  };
  const reason = known[code ?? ""];
  return [reason === undefined ? `It failed: ${message}` : `${reason} (${message})`, exitCodes.failed];
}

/** Runs one command; returns the number to end with. `from` is the folder that relative paths start at. */
export async function main([command, ...args]: string[], from: string): Promise<number> {
  try {
    if (existsSync(".env")) process.loadEnvFile(".env");
    await (command === "restore" ? restore(args, from) : backup(args, from));
    return exitCodes.done;
  } catch (error) {
    const [line, code] = ending(error);
    process.stderr.write(`${line}\n`);
    return code;
  }
}
