import type { ServerResponse } from "node:http";
import type { Fault } from "./faults";

/** An answer ready to be written. `code` is the business code in the body, null when it has none. */
export interface Reply {
  status: number;
  code: string | null;
  type: string;
  body: string;
}

const SLICES = 10;

/**
 * Writes the answer, or what a fault makes of it, and tells what was sent (null when nothing whole was).
 * `refusal` makes the answer of a business code.
 */
export function deliver(
  response: ServerResponse,
  reply: Reply | null,
  fault: Fault | null,
  refusal: (code: string) => Reply,
): Pick<Reply, "status" | "code"> | null {
  if (response.destroyed) return null;
  const answer = reply ?? { status: 200, code: null, type: "application/json", body: "" };
  switch (fault?.kind) {
    case undefined:
    case "latency":
      return write(response, answer);
    case "hang":
      return null;
    case "reset":
      response.socket?.resetAndDestroy();
      return null;
    case "outage":
      response.socket?.destroy();
      return null;
    case "status5xx":
      return write(
        response,
        page(fault.status ?? 503, "application/json", `{"status":${fault.status ?? 503},"error":"Fault"}`),
      );
    case "html":
      return write(
        response,
        page(
          fault.status ?? 502,
          "text/html",
          "<html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>",
        ),
      );
    case "malformed":
      return write(response, page(200, "application/json", '{"errorCode":"0","data":{"totalCount":'));
    case "emptyBody":
      return write(response, page(200, "application/json", ""));
    case "errorCode":
      return write(response, refusal(fault.code ?? "VMS000000"));
    case "tokenExpired":
      return write(response, refusal("OPEN000006"));
    case "wrongContentType":
      return write(response, { ...answer, type: "text/html;charset=UTF-8" });
    case "truncate":
      return truncate(response, answer);
    case "slowBody":
      return drip(response, answer, fault.ms ?? 5000);
  }
}

function write(response: ServerResponse, { status, code, type, body }: Reply) {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
  response.end(body);
  return { status, code };
}

function page(status: number, type: string, body: string): Reply {
  return { status, code: null, type, body };
}

function truncate(response: ServerResponse, { status, type, body }: Reply): null {
  const bytes = Buffer.from(body);
  response.writeHead(status, { "content-type": type, "content-length": bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
  return null;
}

function drip(response: ServerResponse, { status, code, type, body }: Reply, ms: number) {
  const bytes = Buffer.from(body);
  const size = Math.max(1, Math.ceil(bytes.length / SLICES));
  response.writeHead(status, { "content-type": type, "content-length": bytes.length });
  const next = (from: number): void => {
    if (response.destroyed) return;
    response.write(bytes.subarray(from, from + size));
    if (from + size >= bytes.length) return void response.end();
    setTimeout(next, ms / SLICES, from + size).unref();
  };
  next(0);
  return { status, code };
}
