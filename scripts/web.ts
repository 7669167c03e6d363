/** The web process: Next behind a server of ours, so that it stops cleanly and dies with its parent. */
import next from "next";
import { closeDatabase } from "@/lib/db/client";
import { requireInstallation } from "@/lib/db/installation";
import { settings } from "@/lib/env";
import { openDoor } from "@/lib/http/door";
import { log } from "@/lib/log";

const dev = process.env["GATEHOUSE_DEV"] === "1";
const { port, host: hostname } = settings();
await requireInstallation();
const app = next({ dev, dir: process.cwd(), hostname, port });
await app.prepare();
const handle = app.getRequestHandler();
const server = openDoor({ handle: (request, response) => handle(request, response), dev });

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Open event streams never end by themselves.
  setTimeout(() => server.closeAllConnections(), 500).unref();
  await new Promise((done) => server.close(done));
  await app.close().catch((err: unknown) => log.warn({ err }, "Next did not close"));
  await closeDatabase().catch(() => undefined);
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
process.on("disconnect", () => void stop());

server.once("error", (err) => {
  log.fatal({ err }, "the web server could not listen");
  process.exit(1);
});
server.listen(port, hostname, () => process.send?.({ ready: true }));
