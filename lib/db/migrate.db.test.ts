import { resolve } from "node:path";
import pg from "pg";
import { required } from "@/lib/env";
import { dbTest, expect } from "@/lib/testing/database";
import { pool } from "./client";
import { grantEveryday, migrate } from "./migrate";

dbTest("what the owner made, the everyday role may read and write but not change", async () => {
  const ownerUrl = required("databaseUrl");
  const role = `everyday "${new URL(ownerUrl).pathname.slice(1)}"`;
  const quoted = `"${role.replaceAll('"', '""')}"`;
  await pool().query(`CREATE ROLE ${quoted} LOGIN PASSWORD 'p'`);
  const url = new URL(ownerUrl);
  url.username = encodeURIComponent(role);
  url.password = "p";
  const everyday = new pg.Client({ connectionString: url.href });
  await everyday.connect();
  try {
    await expect(everyday.query("SELECT 1 FROM camera")).rejects.toMatchObject({ code: "42501" });
    expect(await migrate({ url: ownerUrl, prismaFolder: resolve("prisma") })).toEqual([]);
    await grantEveryday({ ownerUrl, url: url.href });
    await everyday.query("SELECT gateway_enter('p', 'sweeps')");
    await everyday.query("SELECT * FROM gateway_dispatch('p', interval '1 second')");
    await everyday.query("SELECT bus_publish('sync', '{}', '{}')");
    await expect(everyday.query("CREATE TABLE mine (id int)")).rejects.toMatchObject({ code: "42501" });
    await expect(everyday.query("DROP TABLE camera")).rejects.toMatchObject({ code: "42501" });
  } finally {
    await everyday.end();
    await pool().query(`DROP OWNED BY ${quoted}; DROP ROLE ${quoted}`);
  }
});
