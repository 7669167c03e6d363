/** A real web server that takes what webhooks are sent. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedRequest {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface TestWebhook {
  url: string;
  requests: ReceivedRequest[];
  /** Status of the next answers; `null`: none ever comes. */
  status: number | null;
  stop(): Promise<void>;
}

export async function startWebhook(): Promise<TestWebhook> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      made.requests.push({ headers: request.headers, body });
      if (made.status !== null) response.writeHead(made.status, { Location: "http://127.0.0.1:9/" }).end("{}");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const made: TestWebhook = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/pager?to=night`,
    requests: [],
    status: 204,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return made;
}
