import { afterAll, afterEach, beforeEach, vi } from "vitest";
import type { BusEvent } from "@/lib/bus/events";
import { publish } from "@/lib/bus/publish";
import { pruneBus } from "@/lib/bus/prune";
import { busHead } from "@/lib/bus/replay";
import { closeBus } from "@/lib/bus/subscribe";
import { pool } from "@/lib/db/client";
import { dbTest, expect } from "@/lib/testing/database";
import { sleep } from "@/lib/time";
import { liveStream, type LiveStreamOptions } from "./sse";

interface Message {
  id?: string;
  event?: string;
  data?: unknown;
}

const open: AbortController[] = [];
const door = (id: string): BusEvent => ({ topic: "mirror", kind: "doors", ids: [id], areaIds: ["a1"] });

function connect({ lastEventId, query = "", ...options }: Partial<LiveStreamOptions> & Record<string, unknown> = {}) {
  const abort = new AbortController();
  open.push(abort);
  const request = new Request(`http://localhost/api/live${query as string}`, {
    headers: lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) },
    signal: abort.signal,
  });
  const response = liveStream(request, { stillAllowed: async () => true, ...options });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  /** The next message, comments included as such; null at the end of the stream. */
  async function next(): Promise<Message | null> {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const message: Record<string, unknown> = {};
        for (const line of block.split("\n")) {
          const [field, value] = line.split(/: ?(.*)/s);
          message[field === "" ? "comment" : String(field)] = field === "data" ? JSON.parse(String(value)) : value;
        }
        return message;
      }
      const { done, value } = await reader.read();
      if (done) return null;
      text += decoder.decode(value, { stream: true });
    }
  }
  const take = async (count: number) => {
    const messages: (Message | null)[] = [];
    while (messages.length < count) messages.push(await next());
    return messages;
  };
  return { response, reader, next, take, abort };
}

// Heartbeats come when a test says so.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => {
  for (const each of open.splice(0)) each.abort();
  vi.useRealTimers();
});
afterAll(() => closeBus());

dbTest("a stream says hello, then tells each event with its number", async () => {
  const head = await busHead();
  const { response, next } = connect();
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",
  });
  expect(await next()).toMatchObject({ event: "hello", id: String(head), data: { seq: head } });
  await publish(pool(), door("d\n\n1"));
  expect(await next()).toEqual({ id: String(head + 1), data: door("d\n\n1") });
});

dbTest("a client that comes back gets what it missed, by header or address, then goes on live", async () => {
  const head = await busHead();
  for (const id of ["1", "2", "3"]) await publish(pool(), door(id));
  for (const how of [
    { lastEventId: head + 1 },
    { query: `?lastEventId=${head + 1}` },
    { lastEventId: head + 1, query: `?lastEventId=${head}` },
  ]) {
    const last = await busHead();
    const { take } = connect(how);
    const missed = last - head - 1;
    const messages = await take(1 + missed);
    expect(messages[0]).toMatchObject({ event: "hello" });
    // Its position must not jump ahead of what it has been told.
    expect(messages[0]).not.toHaveProperty("id");
    expect(messages.slice(1).map((each) => Number(each?.id))).toEqual(
      Array.from({ length: missed }, (_, i) => head + 2 + i),
    );
    await publish(pool(), door("live"));
    expect(await take(1)).toEqual([{ id: String(last + 1), data: door("live") }]);
  }
});

dbTest("nothing is lost or told twice between replay and live", async () => {
  const start = await busHead();
  const total = 150;
  const publishing = (async () => {
    for (let i = 0; i < total; i++) {
      await publish(pool(), door(String(i)));
      await sleep(Math.random() * 4);
    }
  })();
  const streams: ReturnType<typeof connect>[] = [];
  while ((await busHead()) < start + total - 20) {
    streams.push(connect({ lastEventId: start }));
    await sleep(Math.random() * 10);
  }
  await publishing;
  expect(streams.length).toBeGreaterThan(5);
  const expected = Array.from({ length: total }, (_, i) => start + 1 + i);
  for (const { take } of streams) {
    const messages = await take(1 + total);
    expect(messages.slice(1).map((each) => Number(each?.id))).toEqual(expected);
  }
});

dbTest("a position that is unknown, too old, ahead or too far behind is reset", async () => {
  for (let i = 0; i < 3; i++) await publish(pool(), door(String(i)));
  const head = await busHead();
  await pruneBus({ maxRows: 1 });
  for (const lastEventId of [head - 2, head + 7, "nonsense"]) {
    const { take } = connect({ lastEventId });
    const [hello, reset] = await take(2);
    expect(hello?.event).toBe("hello");
    expect(reset).toEqual({ event: "reset", id: String(head), data: { seq: head } });
  }
  await pool().query("SELECT bus_publish('sync', '{}', $1) FROM generate_series(1, 1001)", [
    { topic: "sync", kind: "doors" },
  ]);
  const far = connect({ lastEventId: head });
  expect((await far.take(2))[1]).toMatchObject({ event: "reset", data: { seq: head + 1_001 } });
  await publish(pool(), door("next"));
  expect(await far.take(1)).toMatchObject([{ id: String(head + 1_002) }]);
});

dbTest("a filter hides events, also replayed ones", async () => {
  const start = await busHead();
  const onlyMirror = (event: BusEvent) => event.topic === "mirror";
  await publish(pool(), { topic: "sync", kind: "doors" });
  await publish(pool(), door("1"));
  const { take } = connect({ lastEventId: start, filter: onlyMirror });
  expect((await take(2))[1]).toEqual({ id: String(start + 2), data: door("1") });
  await publish(pool(), { topic: "sync", kind: "doors" });
  await publish(pool(), door("2"));
  expect(await take(1)).toEqual([{ id: String(start + 4), data: door("2") }]);
});

dbTest("every 15 s a heartbeat names the position, and a stream whose session is gone ends", async () => {
  let asked = 0;
  let signedIn = true;
  const kept = connect({
    stillAllowed: async () => {
      asked++;
      if (asked === 1) throw new Error("the database is away");
      return true;
    },
  });
  const ending = connect({ stillAllowed: async () => signedIn });
  await Promise.all([kept.take(1), ending.take(1)]);
  const head = String(await busHead());
  await vi.advanceTimersByTimeAsync(15_000);
  expect([await kept.next(), await ending.next()]).toEqual([
    { event: "heartbeat", id: head, data: 1 },
    { event: "heartbeat", id: head, data: 1 },
  ]);
  signedIn = false;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await ending.take(3)).toEqual([
    { event: "heartbeat", id: head, data: 1 },
    { event: "ended", data: { reason: "signed-out" } },
    null,
  ]);
  expect(asked).toBe(2);
});

dbTest("a client that does not read is cut off, and the others are not", async () => {
  const silent = connect();
  const reading = connect();
  await reading.next();
  const big: BusEvent = {
    topic: "mirror",
    kind: "cameras",
    areaIds: [],
    ids: Array.from({ length: 200 }, (_, i) => `${i}`.padStart(32, "0")),
  };
  for (let i = 0; i < 120; i++) {
    await publish(pool(), big);
    expect((await reading.next())?.data).toEqual(big);
  }
  await expect(silent.reader.read()).rejects.toThrow("does not read");
});

dbTest("500 streams in one process hear an event, encoded once", async () => {
  const streams = Array.from({ length: 500 }, () => connect());
  const hellos = await Promise.all(streams.map((each) => each.next()));
  expect(new Set(hellos.map((each) => each?.event))).toEqual(new Set(["hello"]));
  const { rows } = await pool().query(
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'gatehouse bus'",
  );
  expect(rows).toHaveLength(1);
  const seq = await publish(pool(), door("everybody"));
  const chunks = await Promise.all(streams.map((each) => each.reader.read()));
  const [first] = chunks;
  expect(new TextDecoder().decode(first?.value)).toBe(`id: ${seq}\ndata: ${JSON.stringify(door("everybody"))}\n\n`);
  expect(chunks.every((chunk) => chunk.value === first?.value)).toBe(true);
});

dbTest("a client that leaves is forgotten, and the last one lets the hub rest", async () => {
  const leaving = connect();
  const aborted = connect();
  await Promise.all([leaving.next(), aborted.next()]);
  await leaving.reader.cancel();
  aborted.abort.abort();
  expect(await aborted.next()).toBeNull();
  const seq = await publish(pool(), door("nobody"));
  const back = connect({ lastEventId: seq - 1 });
  expect((await back.take(2))[1]).toEqual({ id: String(seq), data: door("nobody") });
});
