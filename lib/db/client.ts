import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { required, settings } from "@/lib/env";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/process";
import { PrismaClient } from "./generated/client";

/** Everyday connections; Prisma and plain SQL share them. */
export function pool(): pg.Pool {
  return oncePerProcess("db.pool", () => {
    const made = new pg.Pool({
      connectionString: required("databaseUrl"),
      max: settings().databaseConnections,
      application_name: `gatehouse ${process.env["GATEHOUSE_PART"] ?? "script"}`,
    });
    // Without listeners, a connection lost while idle, or inside a transaction, would end the process.
    const lost = (err: Error) => log.warn({ err }, "a database connection was lost");
    made.on("error", lost);
    made.on("connect", (client) => client.on("error", lost));
    return made;
  });
}

export function db(): PrismaClient {
  return oncePerProcess("db.prisma", () => new PrismaClient({ adapter: new PrismaPg(pool()) }));
}

/** A connection of its own, past any pooler: for LISTEN. The caller ends it. */
export async function directClient(name: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: required("databaseDirectUrl"),
    application_name: `gatehouse ${name}`,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  await client.connect();
  return client;
}

export async function closeDatabase(): Promise<void> {
  await db().$disconnect();
  await pool().end();
}
