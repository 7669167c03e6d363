/**
 * Starts everything Gatehouse needs on one machine, in order, and stops it again: build, PostgreSQL, migrations,
 * sandbox, worker, web. Each thing that can go wrong ends in one line that says what to do.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { EmbeddedServerError, startEmbedded, type EmbeddedServer } from "@/lib/db/embedded";
import { grantEveryday, migrate } from "@/lib/db/migrate";
import { readSettings, SettingsError, type Settings } from "@/lib/env";
import { build, buildIsCurrent, generateClient } from "../build";
import { checkDatabase, checkFolder, checkPort, claimFolder, Refusal } from "./checks";
import { Children } from "./children";
import { ownSecret } from "./secret";

const say = (line: string) => process.stdout.write(`· ${line}\n`);

export interface StartOptions {
  dev: boolean;
}

/** Why a start was refused, as one line for people; null for a fault of ours. */
function refusalOf(error: unknown): string | null {
  if (error instanceof Refusal || error instanceof EmbeddedServerError) return error.message;
  if (error instanceof SettingsError) return error.problems.join("\n");
  return null;
}

export async function main(options: StartOptions): Promise<void> {
  const cleanUp: (() => Promise<void> | void)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (code: number) => {
    stopping ??= (async () => {
      for (const step of cleanUp.reverse()) await step();
      process.exit(code);
    })();
    return stopping;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stopping === undefined) say("Stopping.");
      void stop(0);
    });
  }
  try {
    await start(options, cleanUp, stop);
  } catch (error) {
    if (stopping !== undefined) return;
    const line =
      refusalOf(error) ?? `Gatehouse could not start: ${error instanceof Error ? error.stack : String(error)}`;
    process.stderr.write(`${line}\n`);
    await stop(1);
  }
}

async function start(
  { dev }: StartOptions,
  cleanUp: (() => Promise<void> | void)[],
  stop: (code: number) => Promise<void>,
): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const settings = readSettings(process.env);
  await checkPort(settings.port);
  checkFolder(settings.dataDir);
  cleanUp.push(claimFolder(settings.dataDir));

  if (settings.databaseUrl !== null) await checkDatabase(settings.databaseUrl);
  const database = startDatabase(settings);
  // The build goes on meanwhile; whoever awaits the database hears of its failure.
  database.catch(() => undefined);
  // Registered before the build, which may take long: Ctrl-C then stops a server that is still starting.
  cleanUp.push(async () => (await database.catch(() => undefined))?.stop());
  await prepareCode(dev);
  const { url } = await database;
  await migrateDatabase(settings, url);

  const secret = settings.secret ?? ownSecret(settings.dataDir);
  const environment: Record<string, string> = {
    DATABASE_URL: url,
    DATABASE_DIRECT_URL: settings.databaseDirectUrl ?? url,
    GATEHOUSE_SECRET: secret,
    GATEHOUSE_DATA_DIR: resolve(settings.dataDir, ".."),
    GATEHOUSE_URL: settings.publicUrl,
    NEXTAUTH_URL: settings.publicUrl,
    PORT: String(settings.port),
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_ENV: dev ? "development" : "production",
    ...(dev ? { GATEHOUSE_DEV: "1" } : {}),
  };
  const children = new Children({ dev, logFolder: settings.dataDir, say, failed: () => void stop(1) });
  cleanUp.push(() => children.stop());
  if (settings.mode === "sandbox") Object.assign(environment, await children.startSandbox(settings, secret));

  // From here on this process reads the very settings its children get.
  Object.assign(process.env, environment);
  const { prepareInstallation } = await import("./installation");
  const accounts = await prepareInstallation(say);
  await Promise.all([children.start("worker", environment), children.start("web", environment)]);
  const signIn = `Sandbox accounts, password ${accounts[0]?.password}: ${accounts.map((a) => a.email).join(", ")}\n`;
  process.stdout.write(`\nGatehouse is ready at ${settings.publicUrl}\n${accounts.length > 0 ? signIn : ""}`);
}

async function startDatabase(settings: Settings): Promise<EmbeddedServer> {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl, stop: async () => undefined };
  return startEmbedded({ dataDir: resolve(settings.dataDir, "postgres"), say });
}

async function prepareCode(dev: boolean): Promise<void> {
  if (dev) return generateClient();
  if (buildIsCurrent()) return;
  say("Building. The first time, this takes a minute.");
  await build();
}

async function migrateDatabase(settings: Settings, url: string): Promise<void> {
  const ownerUrl = settings.databaseOwnerUrl ?? url;
  try {
    const applied = await migrate({ url: ownerUrl, prismaFolder: resolve("prisma") });
    await grantEveryday({ ownerUrl, url });
    if (applied.length > 0) say(`Applied ${applied.length === 1 ? "a migration" : `${applied.length} migrations`}.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(
      /permission denied/i.test(reason)
        ? `${reason} Set DATABASE_OWNER_URL to a role that may create tables and extensions (pg_trgm, unaccent).`
        : reason,
    );
  }
}
