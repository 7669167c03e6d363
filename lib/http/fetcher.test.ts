import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { ApiProblem, fetchFile, fetchJson, postForm } from "./fetcher";

/** Runs with a real server that answers so; `work` gets its address. */
async function serving<T>(answer: RequestListener, work: (base: string) => Promise<T>): Promise<T> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

test("sends JSON and returns the answer; without content, undefined", async () => {
  const answer: RequestListener = (request, response) => {
    if (request.url === "/none") return void response.writeHead(204).end();
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => response.end(JSON.stringify([request.method, request.headers["content-type"], body])));
  };
  await serving(answer, async (base) => {
    expect(await fetchJson(base)).toEqual(["GET", null, ""]);
    expect(await fetchJson(base, { method: "PUT", body: { a: 1 } })).toEqual(["PUT", "application/json", '{"a":1}']);
    expect(await fetchJson(`${base}/none`)).toBeUndefined();
  });
});

test("asks for a file with its name, and throws where there is none", async () => {
  const answer: RequestListener = ({ method, url }, response) => {
    if (url === "/none") return void response.writeHead(502).end("<h1>Bad gateway</h1>");
    response.setHeader("content-disposition", 'attachment; filename="a.json"').end(`"${method}"`);
  };
  await serving(answer, async (base) => {
    const { name, content } = await fetchFile(base);
    expect([name, await content.text()]).toEqual(["a.json", '"POST"']);
    expect(await failure(fetchFile(`${base}/none`))).toMatchObject({ kind: "unreadable", status: 502 });
  });
  const cut: RequestListener = (request) => void request.socket.destroy();
  expect(await serving(cut, (base) => failure(fetchFile(base)))).toMatchObject({ kind: "network" });
});

test("throws the server's problem with all it says", async () => {
  const problem = {
    type: "urn:gatehouse:problem:gateway-refused",
    title: "Refused",
    status: 409,
    detail: "The door is busy.",
    remedy: "Wait.",
    code: "VMS000001",
    requestId: "r1",
    outcome: "unknown",
    errors: [{ field: "name", message: "Give another." }],
  };
  const answer: RequestListener = (_, response) =>
    void response.writeHead(409, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
  await serving(answer, async (base) => {
    for (const error of [await failure(fetchJson(base)), await failure(postForm(base, {}))]) {
      expect(error).toBeInstanceOf(ApiProblem);
      const { type: _, detail: message, ...rest } = problem;
      expect(error).toMatchObject({ ...rest, message, kind: "gateway-refused" });
      expect((error as ApiProblem).fieldMessage("name")).toBe("Give another.");
      expect((error as ApiProblem).fieldMessage("other")).toBeUndefined();
    }
  });
});

test("says so when the answer is not ours, whatever its status", async () => {
  for (const status of [200, 502]) {
    const page: RequestListener = (_, response) => void response.writeHead(status).end("<h1>Bad gateway</h1>");
    expect(await serving(page, (base) => failure(fetchJson(base)))).toMatchObject({ kind: "unreadable", status });
  }
});

test("tells a lost connection from a refusal, and a lost change is unknown", async () => {
  const cut: RequestListener = (request) => void request.socket.destroy();
  await serving(cut, async (base) => {
    const read = await failure(fetchJson(base));
    expect(read).toMatchObject({ kind: "network", status: 0, outcome: undefined });
    expect(await failure(fetchJson(base, { method: "POST" }))).toMatchObject({ kind: "network", outcome: "unknown" });
  });
});

test("an aborted call is no problem of the server's", async () => {
  const silent: RequestListener = () => undefined;
  await serving(silent, async (base) => {
    const stop = new AbortController();
    const call = failure(fetchJson(base, { signal: stop.signal }));
    stop.abort();
    expect(await call).toMatchObject({ name: "AbortError" });
  });
});
