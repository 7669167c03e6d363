/** From an installation to a file and back, on real servers: what is kept, what is not, and what a restore refuses. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, vi } from "vitest";
import { publish } from "@/lib/bus/publish";
import { replay } from "@/lib/bus/replay";
import { pool } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { required } from "@/lib/env";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";
import { checkBackup } from "./check";
import { createBackup } from "./create";
import { backUp, fillDatabase, furnish, installationSettings, onRestored, openFolder } from "./fixtures/installation";
import { passphrase, pictures, quiet, restoreTo } from "./fixtures/installation";
import { loadBackup } from "./load";
import { checkMigrations, connect, contentOf, keptTables, prismaFolder } from "./tables";
import { checks, verifyBackup } from "./verify";

// Each restore makes a database server of its own, which takes long on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

const folder = openFolder();
const base = join(folder.path, "source");
const dataDir = join(base, "sandbox");
const file = join(folder.path, "all.gatehouse");
const settings = () => installationSettings(base);
let admin = "";

beforeAll(async () => {
  await fillDatabase(5_000);
  furnish(dataDir);
  ({ email: admin } = await make.actor("administrator"));
  await publish(pool(), { topic: "sync", kind: "areas" });
  await pool().query("INSERT INTO lease (name, holder, fence, expires_at) VALUES ('x', 'me', 7, now() + '1 day')");
  await pool().query("SELECT nextval('gateway_waiter_id_seq')");
  await backUp(settings(), file);
});
afterAll(() => folder.remove());

dbTest("everything that lasts comes back, and nothing that belongs to the moment", async () => {
  expect(statSync(file).mode & 0o077).toBe(0);
  const target = join(folder.path, "circle");
  const restored = await restoreTo(target, file);
  expect(restored).toMatchObject({ dataDir: join(target, "sandbox"), aside: null });
  for (const [path, bytes] of Object.entries(pictures)) {
    expect(readFileSync(join(restored.dataDir, path)).equals(bytes), path).toBe(true);
  }
  expect(readFileSync(join(restored.dataDir, "secret"), "utf8")).toBe("the secret of this installation");
  expect(statSync(join(restored.dataDir, "secret")).mode & 0o077).toBe(0);
  expect(existsSync(`${restored.dataDir}.restoring`)).toBe(false);

  const here = await pool().query("SELECT id, name, abilities, sweep_id, first_seen_at FROM camera ORDER BY id");
  const head = await pool().query<{ seq: string }>("SELECT seq FROM bus_head");
  await onRestored(restored.dataDir, async (client) => {
    const there = await client.query("SELECT id, name, abilities, sweep_id, first_seen_at FROM camera ORDER BY id");
    expect(there.rows).toEqual(here.rows);
    const users = await client.query("SELECT email FROM app_user");
    expect(users.rows).toEqual([{ email: admin }]);
    const open = await client.query("SELECT 1 FROM session WHERE ended_at IS NULL");
    expect(open.rowCount).toBe(0);
    expect((await client.query("SELECT 1 FROM session")).rowCount).toBe(1);
    for (const momentary of ["lease", "duty", "bus_event", "gateway_waiter"]) {
      expect((await client.query(`SELECT 1 FROM ${momentary}`)).rowCount, momentary).toBe(0);
    }
    expect((await client.query("SELECT 1 FROM gateway_slot")).rowCount).toBe(5);
    const told = await client.query("SELECT action FROM audit_entry ORDER BY seq DESC LIMIT 1");
    expect(told.rows).toEqual([{ action: "backup.restore" }]);
    const waiter = await client.query<{ id: string }>("SELECT nextval('gateway_waiter_id_seq') AS id");
    expect(Number(waiter.rows[0]?.id)).toBe(2);
    // A page that was open before reads everything anew, also after events have been published since.
    await publish(client, { topic: "sync", kind: "areas" });
    const past = await replay(
      Number(head.rows[0]?.seq),
      10,
      async (text, values) => (await client.query(text, values)).rows,
    );
    expect(past.kind).toBe("reset");
  });
});

dbTest("verifying restores the file elsewhere and compares; other rows do not pass", async () => {
  const { manifest, checked } = await verifyBackup(file, passphrase, quiet);
  expect(checked.join("\n")).toContain("restored and compared");
  expect(manifest.tables.find(({ name }) => name === "camera")?.rows).toBe(5_000);
  const client = await connect(required("databaseUrl"));
  try {
    await client.query("BEGIN");
    await client.query("UPDATE camera SET name = name || '!' WHERE id = 'c1'");
    for (const check of checks.slice(0, 1)) await expect(check(client, manifest)).rejects.toThrow("camera restored to");
  } finally {
    await client.end();
  }
});

dbTest("what is written meanwhile is in the backup as of one moment", async () => {
  const writer = new pg.Client({ connectionString: required("databaseUrl") });
  await writer.connect();
  let writing = true;
  let written = 0;
  const work = (async () => {
    while (writing) {
      written += 1;
      // Three tables that the backup reads one after the other.
      await writer.query(
        `WITH a AS (INSERT INTO area (id, name, search, path, path_names, hash, sweep_id)
                    VALUES ($1, 'w', 'w', '{}', '{}', 'h', 1)),
              d AS (INSERT INTO device (id, name, search, category, online, hash, sweep_id)
                    VALUES ($1, 'w', 'w', 'camera', 'online', 'h', 1))
         INSERT INTO time_zone (id, name, search, display_name, utc_offset_minutes, daylight_saving, hash, sweep_id)
         VALUES ($1, 'w', 'w', 'w', 0, false, 'h', 1)`,
        [`w${written}`],
      );
    }
  })();
  const during = join(folder.path, "during.gatehouse");
  const manifest = await backUp(settings(), during);
  writing = false;
  await work;
  await writer.end();
  const rowsOf = (name: string) => manifest.tables.find((table) => table.name === name)?.rows;
  expect(rowsOf("device")).toBe(rowsOf("area"));
  expect(rowsOf("time_zone")).toBe(rowsOf("area"));
  expect(rowsOf("area")).toBeLessThan(written);
  await verifyBackup(during, passphrase, quiet);
});

dbTest(
  "a wrong passphrase, a cut or a changed file is refused before anything is touched",
  async () => {
    const target = join(folder.path, "untouched");
    const kindOf = (path: string, word = passphrase) =>
      restoreTo(target, path, { passphrase: word }).then(
        () => "restored",
        (error: { kind?: string }) => error.kind ?? error,
      );
    expect(await kindOf(file, "another passphrase")).toBe("passphrase");
    const whole = readFileSync(file);
    const damaged = join(folder.path, "damaged.gatehouse");
    const lengths = [0, 150, 300, Math.floor(whole.length / 2), whole.length - 65_536, whole.length - 1];
    for (const length of lengths) {
      writeFileSync(damaged, whole.subarray(0, length));
      expect(await kindOf(damaged), `cut to ${length}`).toBe("damaged");
    }
    const flips = [5, 120, 220, 70_000, whole.length - 1];
    for (const at of flips) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(damaged, bytes);
      // Within the part that wraps the key, damage cannot be told from a wrong passphrase.
      expect(at < 200 ? ["damaged", "passphrase"] : ["damaged"], `byte ${at}`).toContain(await kindOf(damaged));
    }
    writeFileSync(damaged, Buffer.concat([whole, Buffer.from("more")]));
    expect(await kindOf(damaged)).toBe("damaged");
    expect(existsSync(target)).toBe(false);
  },
  120_000,
);

dbTest("an installation is replaced only on demand, and kept aside", async () => {
  const target = join(folder.path, "replaced");
  const first = await restoreTo(target, file);
  writeFileSync(join(first.dataDir, "media", "mine"), "of the old one");
  await expect(restoreTo(target, file)).rejects.toMatchObject({ kind: "refused", message: /--replace/ });
  const second = await restoreTo(target, file, { replace: true });
  expect(second.aside).toMatch(/sandbox\.replaced-\d{8}T\d{6}Z$/);
  expect(readFileSync(join(second.aside ?? "", "media", "mine"), "utf8")).toBe("of the old one");
  expect(existsSync(join(second.dataDir, "media", "mine"))).toBe(false);
  await onRestored(second.aside ?? "", async (client) => {
    expect((await client.query("SELECT 1 FROM camera")).rowCount).toBe(5_000);
  });

  const program = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)", "scripts/start.mjs"]);
  try {
    writeFileSync(join(second.dataDir, "gatehouse.pid"), String(program.pid));
    await expect(restoreTo(target, file, { replace: true })).rejects.toThrow("already runs");
    expect(readdirSync(target).filter((name) => name.includes("restoring"))).toEqual([]);
  } finally {
    program.kill("SIGKILL");
  }
});

/** A database on the tests' server that belongs to an ordinary role, as a managed one does. */
async function managedDatabase(name: string): Promise<{ url: string; drop(): Promise<void> }> {
  const own = required("databaseUrl");
  await pool().query(`CREATE ROLE ${name} LOGIN PASSWORD 'p' NOSUPERUSER`);
  await pool().query(`CREATE DATABASE ${name} OWNER ${name}`);
  const url = new URL(own);
  url.username = name;
  url.password = "p";
  url.pathname = `/${name}`;
  const drop = async () => {
    await pool().query(`DROP DATABASE ${name} WITH (FORCE)`);
    await pool().query(`DROP ROLE ${name}`);
  };
  return { url: url.href, drop };
}

dbTest("a database of yours takes it too, without a superuser, when nobody works with it", async () => {
  const managed = await managedDatabase(`managed_${Date.now()}`);
  const target = join(folder.path, "managed");
  const environment = { DATABASE_URL: managed.url, GATEHOUSE_DATA_DIR: target };
  const restore = (replace: boolean) => restoreTo(target, file, { environment, toDataDir: null, replace });
  const client = new pg.Client({ connectionString: managed.url, application_name: "gatehouse worker" });
  try {
    expect((await restore(false)).aside).toBeNull();
    await client.connect();
    expect((await client.query("SELECT 1 FROM camera")).rowCount).toBe(5_000);
    await expect(restore(true)).rejects.toThrow("stop it on every machine");
    await client.query("SET application_name = 'somebody else'; UPDATE camera SET name = 'old' WHERE id = 'c1'");
    await expect(restore(false)).rejects.toMatchObject({ kind: "refused" });
    const { aside } = await restore(true);
    const old = await client.query<{ name: string }>("SELECT name FROM camera WHERE id = 'c1'");
    expect(old.rows[0]?.name).toContain("Kamera");
    expect((await checkBackup(join(aside ?? "", "before.gatehouse"), passphrase)).mode).toBe("sandbox");
    expect(existsSync(join(aside ?? "", "media", "empty"))).toBe(true);
    expect(existsSync(join(target, "sandbox", "media", "empty"))).toBe(true);
  } finally {
    await client.end();
    await managed.drop();
  }
});

dbTest("tables that refuse every change take their own past, and refuse again", async () => {
  const managed = await managedDatabase(`guarded_${Date.now()}`);
  try {
    await migrate({ url: managed.url, prismaFolder });
    const client = await connect(managed.url);
    await client.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append only'; END $$;
       CREATE TRIGGER guard BEFORE INSERT OR DELETE ON camera FOR EACH ROW EXECUTE FUNCTION refuse();
       ALTER TABLE camera ENABLE ALWAYS TRIGGER guard`,
    );
    const manifest = await checkBackup(file, passphrase);
    await loadBackup({ file, passphrase, manifest, url: managed.url, dataDir: null });
    const camera = (await keptTables(client)).find(({ name }) => name === "camera");
    expect(camera && (await contentOf(client, camera)).rows).toBe(5_000);
    await expect(client.query("DELETE FROM camera")).rejects.toThrow("append only");
    const { rows } = await client.query("SELECT tgenabled FROM pg_trigger WHERE tgname = 'guard'");
    expect(rows).toEqual([{ tgenabled: "A" }]);
    await client.end();
  } finally {
    await managed.drop();
  }
});

dbTest("a backup of a newer version, or of another text of a migration, is refused", async () => {
  const manifest = await checkBackup(file, passphrase);
  const add = (name: string, checksum: string) => ({ ...manifest, migrations: [{ name, checksum }] });
  expect(() => checkMigrations(manifest)).not.toThrow();
  expect(() => checkMigrations(add("20990101000000_flying_cars", "x"))).toThrow("newer Gatehouse");
  expect(() => checkMigrations(add("20261122000000_walking_skeleton", "x"))).toThrow("another text");
});

dbTest(
  "a backup says that what lies in a bucket is not in it, and leaves out what is still being fetched",
  async () => {
    const bucket = { endpoint: "http://127.0.0.1:9", name: "pictures", region: "r", accessKey: "a", secretKey: "b" };
    const said: string[] = [];
    mkdirSync(join(dataDir, "media", "drafts"), { recursive: true });
    writeFileSync(join(dataDir, "media", "drafts", "half"), "half a picture");
    const manifest = await createBackup({
      settings: { ...settings(), bucket: { ...bucket, prefix: "sandbox/" } },
      ...{ file: join(folder.path, "bucket.gatehouse"), lock: { passphrase, workFactor: 10 } },
      say: (line) => said.push(line),
    });
    expect(said[0]).toContain("Not in the backup: pictures and films in the bucket pictures.");
    const inMedia = Object.keys(pictures).filter((path) => path.startsWith("media/")).length;
    expect(manifest.folders.find(({ name }) => name === "media")?.files).toBe(inMedia);
  },
);
