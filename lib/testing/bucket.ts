/** A small storage that speaks S3 over real HTTP, and checks every signature by its own reading of the algorithm. */
import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

const accessKey = "test-access-key";
const secretKey = "test secret/key+of the bucket";
const region = "eu-test-1";
const name = "gatehouse-test";

export interface TestBucket {
  /** Objects by their key within the bucket. */
  objects: Map<string, Buffer>;
  /** `METHOD status` of each call. */
  calls: string[];
  /** The next calls are answered with this status. */
  fail(status: number, times: number): void;
  /** Calls of this method are not answered, until `null`. */
  ignore(method: string | null): void;
  /** What points Gatehouse at it. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");

/** The algorithm as published: task 1 the canonical request, task 2 the text, task 3 the signature. */
function expectedSignature(request: IncomingMessage, names: string[], date: string): string {
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const headers = names.map((each) => `${each}:${String(request.headers[each] ?? "").trim()}\n`).join("");
  const sorted = query === "" ? "" : query.split("&").sort().join("&");
  const hash = String(request.headers["x-amz-content-sha256"]);
  const canonical = `${request.method}\n${path}\n${sorted}\n${headers}\n${names.join(";")}\n${hash}`;
  const day = date.slice(0, 8);
  const text = `AWS4-HMAC-SHA256\n${date}\n${day}/${region}/s3/aws4_request\n${sha256(canonical)}`;
  let key: Buffer = Buffer.from(`AWS4${secretKey}`);
  for (const part of [day, region, "s3", "aws4_request"]) key = createHmac("sha256", key).update(part).digest();
  return createHmac("sha256", key).update(text).digest("hex");
}

function problemOf(request: IncomingMessage, body: Buffer): string | null {
  const { authorization = "", "x-amz-date": date = "", "x-amz-content-sha256": hash = "" } = request.headers;
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request,\s*SignedHeaders=([^,]+),\s*Signature=(\w+)$/;
  const [, key, day, where, names = "", signature] = form.exec(authorization) ?? [];
  if (signature === undefined) return "AccessDenied";
  if (key !== accessKey) return "InvalidAccessKeyId";
  if (where !== region) return "AuthorizationHeaderMalformed";
  const at = Date.parse(String(date).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!String(date).startsWith(day ?? "") || !(Math.abs(Date.now() - at) < 15 * 60_000)) return "RequestTimeTooSkewed";
  if (!["host", "x-amz-content-sha256", "x-amz-date"].every((each) => names.split(";").includes(each))) {
    return "AccessDenied";
  }
  if (sha256(body) !== hash) return "XAmzContentSHA256Mismatch";
  return expectedSignature(request, names.split(";"), String(date)) === signature ? null : "SignatureDoesNotMatch";
}

/** Starts on a free port. */
export async function startBucket(): Promise<TestBucket> {
  const objects = new Map<string, Buffer>();
  const calls: string[] = [];
  let failing = { status: 0, times: 0 };
  let ignored: string | null = null;

  const answer = (request: IncomingMessage, body: Buffer, response: ServerResponse) => {
    if (request.method === ignored) return;
    const finish = (status: number, content?: Buffer | string, headers: Record<string, string> = {}) => {
      calls.push(`${request.method} ${status}`);
      const size = content === undefined ? 0 : Buffer.byteLength(content);
      response.writeHead(status, { "content-length": String(size), ...headers });
      response.end(request.method === "HEAD" ? undefined : content);
    };
    const refuse = (status: number, code: string) => finish(status, `<Error><Code>${code}</Code></Error>`);
    if (failing.times > 0) {
      failing = { ...failing, times: failing.times - 1 };
      return refuse(failing.status, "InternalError");
    }
    const problem = problemOf(request, body);
    if (problem !== null) return refuse(403, problem);
    const [path = ""] = (request.url ?? "").split("?");
    if (!path.startsWith(`/${name}/`)) return refuse(404, "NoSuchBucket");
    const key = path.slice(name.length + 2);
    if (request.method === "PUT") {
      objects.set(key, body);
      return finish(200);
    }
    if (request.method === "DELETE") {
      objects.delete(key);
      return finish(204);
    }
    const found = objects.get(key);
    if (found === undefined) return refuse(404, "NoSuchKey");
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
    if (first === undefined) return finish(200, found);
    const part = found.subarray(Number(first), Number(last) + 1);
    return finish(206, part, { "content-range": `bytes ${first}-${last}/${found.length}` });
  };

  const server = createServer((request, response) => {
    void buffer(request).then((body) => answer(request, body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    objects,
    calls,
    fail: (status, times) => (failing = { status, times }),
    ignore: (method) => (ignored = method),
    env: {
      GATEHOUSE_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      GATEHOUSE_S3_BUCKET: name,
      GATEHOUSE_S3_REGION: region,
      GATEHOUSE_S3_ACCESS_KEY: accessKey,
      GATEHOUSE_S3_SECRET_KEY: secretKey,
      GATEHOUSE_S3_PREFIX: "site-1/media",
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
