/** Jobs and exports through their routes: who may see and do what, and what the files hold. */
import { join } from "node:path";
import { beforeAll, beforeEach } from "vitest";
import { GET as getCameras } from "./cameras/route";
import { POST as postExport } from "./exports/route";
import { GET as getJobs } from "./jobs/route";
import { GET as getJob } from "./jobs/[id]/route";
import { POST as cancel } from "./jobs/[id]/cancel/route";
import { POST as pause } from "./jobs/[id]/pause/route";
import { GET as getResult } from "./jobs/[id]/result/route";
import { POST as resume } from "./jobs/[id]/resume/route";
import { GET as getRows } from "./jobs/[id]/rows/route";
import { POST as seen } from "./jobs/[id]/seen/route";
import { stepUp } from "@/lib/auth/session";
import { pool } from "@/lib/db/client";
import type { CameraItem } from "@/lib/domains/cameras/schema";
import type { JobItem, JobRowItem } from "@/lib/domains/jobs/schema";
import type { Listing } from "@/lib/http/list";
import type { Problem } from "@/lib/http/problem";
import { startJob } from "@/lib/jobs/define";
import { makeMarks, marking } from "@/lib/jobs/fixtures/kinds";
import { jobKinds } from "@/lib/jobs/registry";
import { workDuty } from "@/lib/jobs/work";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { makeAlarm } from "@/lib/testing/alarms";
import { makeEvent } from "@/lib/testing/events";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { entriesOf } from "@/lib/testing/entries";
import { ownDataFolder } from "@/lib/testing/folder";
import { withSettings } from "@/lib/testing/mode";

const folder = ownDataFolder();
const nobody = "00000000-0000-4000-8000-000000000000";
const many = 450;

let admin: SignedIn;
let guard: SignedIn;
let auditor: SignedIn;
let receptionist: SignedIn;
const duty = workDuty([...jobKinds, marking]);
const work = () => duty.run(dutyRun());

const strange = [
  "=1+1",
  "+49 30",
  "-2",
  "@cmd",
  "\ttab",
  "\rreturn",
  'said "no", twice',
  "two\nlines",
  "東京 ümlaut",
  "'plain",
];

beforeAll(async () => {
  await holdLease();
  [admin, guard, auditor, receptionist] = (await Promise.all(
    (["administrator", "guard", "auditor", "receptionist"] as const).map((role) => signedIn(role)),
  )) as [SignedIn, SignedIn, SignedIn, SignedIn];
  await pool().query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id)
       VALUES ('hall', '=Hall', 'hall', '{hall}', '{=Hall}', '', 1)`,
  );
  await pool().query(
    `INSERT INTO camera (id, name, search, online, abilities, area_id, device_serial, channel_no, hash, sweep_id)
     SELECT 'c' || no, name, gh_fold(name), CASE WHEN no % 3 = 0 THEN 'offline' ELSE 'online' END, '{2002}', 'hall',
            '-K' || no, no, '', 1
       FROM (SELECT no, coalesce(($1::text[])[no], 'Camera ' || lpad(no::text, 4, '0')) AS name
               FROM generate_series(1, $2::int) AS no) AS v`,
    [strange, many],
  );
  await pool().query(
    `INSERT INTO door (id, name, search, online, hash, sweep_id) VALUES ('d1', 'Door', 'door', 'online', '', 1);
     INSERT INTO device (id, name, search, category, online, hash, sweep_id)
       VALUES ('v1', 'Recorder', 'recorder', 'encodingDevice', 'online', '', 1);
     INSERT INTO alarm_input (id, name, search, online, hash, sweep_id) VALUES ('i1', 'In', 'in', 'online', '', 1);
     INSERT INTO alarm_output (id, name, search, online, hash, sweep_id) VALUES ('o1', 'Out', 'out', 'online', '', 1)`,
  );
  await makeAlarm({ id: "a1", areaId: "hall", sourceName: "=Bay", state: "resolved" });
  await makeMarks();
});
beforeEach(() => pool().query("DELETE FROM job"));

type Handler = Parameters<typeof callRoute>[0];

async function call<T>(handler: Handler, who: SignedIn, id?: string, query = "", method?: "POST", json?: unknown) {
  const request = who.request(`/api/jobs${query}`, {
    ...(method === undefined ? {} : { method }),
    ...(json === undefined ? {} : { json }),
  });
  const response = await callRoute(handler, request, id === undefined ? {} : { id });
  const text = await response.text();
  return { status: response.status, body: (text.startsWith("{") ? JSON.parse(text) : undefined) as T, text, response };
}

async function exported(who: SignedIn, body: object): Promise<string> {
  const answer = await call<{ id: string }>(postExport, who, undefined, "", "POST", body);
  expect(answer.status, answer.text).toBe(202);
  expect(answer.response.headers.get("location")).toBe(`/api/jobs/${answer.body.id}`);
  return answer.body.id;
}

async function bytesOf(who: SignedIn, id: string): Promise<{ text: string; headers: Headers }> {
  const response = await callRoute(getResult, who.request("/"), { id });
  expect(response.status).toBe(200);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
  return { text, headers: response.headers };
}

/** RFC 4180, read independently of what wrote it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  for (let found = cell.exec(text); found !== null; found = cell.exec(text)) {
    rows.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    if (found[3] === "\r\n") rows.push([]);
    if (cell.lastIndex >= text.length) break;
  }
  return rows.filter((row) => row.length > 0);
}

async function allCameras(query: string): Promise<CameraItem[]> {
  const items: CameraItem[] = [];
  for (let cursor = ""; ;) {
    const request = admin.request(`/api/cameras?limit=100&${query}${cursor}`);
    const page = (await (await callRoute(getCameras, request)).json()) as Listing<CameraItem>;
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}

const defused = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

dbTest("a list becomes a file with its filters, order and columns, and no cell is a formula", async () => {
  const columns = ["name", "serial", "area", "abilities", "state"];
  const id = await exported(guard, { list: "cameras", query: { state: ["online"], sort: "-name" }, columns });
  await work();
  const job = (await call<JobItem>(getJob, guard, id)).body;
  expect(job).toMatchObject({ state: "done", title: "Export of cameras", done: 300, total: 300, hasRows: false });
  const { text, headers } = await bytesOf(guard, id);
  // Nobody looked at these cameras, so no picture of them is fetched.
  expect((await pool().query("SELECT 1 FROM camera WHERE thumbnail_wanted_at IS NOT NULL")).rowCount).toBe(0);
  expect(text.startsWith("\ufeff")).toBe(true);
  expect(text.endsWith("\r\n")).toBe(true);
  const [head, ...rows] = parseCsv(text.slice(1));
  expect(head).toEqual(["Name", "Serial", "Channel", "Area", "Area path", "Abilities", "State", "State since"]);
  const cameras = await allCameras("state=online&sort=-name");
  expect(cameras).toHaveLength(300);
  expect(rows).toEqual(
    cameras.map(({ name, device, channelNo, state }) => [
      ...[defused(name), defused(device?.serial ?? ""), String(channelNo), "'=Hall", "'=Hall", "motion", state, ""],
    ]),
  );
  for (const name of strange.slice(0, 2)) expect(rows.map(([first]) => first)).toContain(`'${name}`);
  expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(headers.get("content-disposition")).toMatch(/^attachment; filename="cameras-\d{4}-\d\d-\d\d-\d{4}\.csv"/);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(Number(headers.get("content-length"))).toBe(Buffer.byteLength(text));
  expect(headers.get("cache-control")).toBe("private, no-store");
});

dbTest("JSON keeps every value as it is", async () => {
  const id = await exported(guard, { list: "cameras", columns: ["name", "serial"], format: "json" });
  await work();
  const { text, headers } = await bytesOf(guard, id);
  const items = JSON.parse(text) as { name: string; serial: string; channel: number }[];
  const cameras = await allCameras("sort=name");
  expect(items).toEqual(
    cameras.map(({ name, device, channelNo }) => ({ name, serial: device?.serial, channel: channelNo })),
  );
  expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
});

dbTest("every list can be exported, also one with nothing in it", async () => {
  const ids = new Map<string, string>();
  for (const list of ["devices", "doors", "alarm-inputs", "alarm-outputs", "areas", "alarms"]) {
    ids.set(list, await exported(admin, { list }));
  }
  const empty = await exported(admin, { list: "doors", query: { q: "nothing" } });
  const emptyJson = await exported(admin, { list: "doors", query: { q: "nothing" }, format: "json" });
  await work();
  for (const [list, id] of ids) {
    const rows = parseCsv((await bytesOf(admin, id)).text.slice(1));
    expect(rows, list).toHaveLength(2);
    expect(rows[0], list).toContain("Gateway id");
    expect(rows[1]?.length, list).toBe(rows[0]?.length);
  }
  expect(parseCsv((await bytesOf(admin, empty)).text.slice(1))).toHaveLength(1);
  expect(JSON.parse((await bytesOf(admin, emptyJson)).text)).toEqual([]);
});

dbTest("alarms become a file with their filters, as far as one may see them", async () => {
  const limited = await signedIn("guard", { areaIds: ["hall"] });
  await makeAlarm({ id: "a2", areaId: "elsewhere", state: "resolved" });
  const columns = ["id", "state", "priority", "source"];
  const query = { state: ["resolved"], sort: "priority" };
  const files = [
    await exported(limited, { list: "alarms", query, columns }),
    await exported(guard, { list: "alarms", query }),
  ];
  const none = await exported(guard, { list: "alarms", query: { state: "open" } });
  await work();
  const [mine = [], all = []] = await Promise.all(
    [limited, guard].map(async (who, at) => parseCsv((await bytesOf(who, files[at] ?? "")).text.slice(1))),
  );
  expect(mine).toEqual([
    ["Gateway id", "State", "Priority", "Priority in words", "Source", "Source id"],
    ["a1", "Resolved", "2", "Medium", "'=Bay", "camera-1"],
  ]);
  expect(all).toHaveLength(3);
  expect(parseCsv((await bytesOf(guard, none)).text.slice(1))).toHaveLength(1);
  await pool().query("DELETE FROM alarm WHERE id = 'a2'");
});

dbTest("an export is refused without the right to the list, at the start and while it runs", async () => {
  const body = { list: "cameras" };
  expect((await call(postExport, receptionist, undefined, "", "POST", body)).status).toBe(403);
  const leaving = await signedIn("guard");
  const id = await exported(leaving, body);
  await pool().query("UPDATE app_user SET role = 'receptionist' WHERE id = $1", [leaving.actor.userId]);
  await work();
  const job = (await call<JobItem>(getJob, leaving, id)).body;
  expect(job).toMatchObject({ state: "failed", result: null });
  expect(job.error?.message).toContain("cameras:read");
  expect((await call(getResult, leaving, id)).status).toBe(404);
});

dbTest("a bad request names its fields", async () => {
  interface Refused {
    errors: { field: string; message: string }[];
  }
  const fieldsOf = async (json: unknown) => {
    const { status, body } = await call<Refused>(postExport, guard, undefined, "", "POST", json);
    expect(status).toBe(422);
    return body.errors.map(({ field }) => field);
  };
  expect(await fieldsOf({ list: "people" })).toEqual(["list"]);
  expect(await fieldsOf({ list: "doors", query: { state: "asleep" } })).toEqual(["query.state.0"]);
  expect(await fieldsOf({ list: "doors", query: { colour: "red" } })).toEqual(["query.colour"]);
  expect(await fieldsOf({ list: "doors", query: { cursor: "x", limit: "1" } })).toEqual([
    "query.cursor",
    "query.limit",
  ]);
  expect(await fieldsOf({ list: "doors", columns: ["name", "abilities"] })).toEqual(["columns.1"]);
  expect(await fieldsOf({ list: "doors", columns: ["__proto__", "toString"] })).toEqual(["columns.0", "columns.1"]);
  expect(await fieldsOf({ list: "doors", format: "xml", more: 1 })).toEqual(["format", "more"]);
});

dbTest("a job is its owner's and the administrators'; for everybody else there is none", async () => {
  const { id } = await startJob(guard.actor, marking, { mark: "m", paceMs: 0 }, [
    { name: "first" },
    { name: "second" },
  ]);
  const routes: [Handler, "POST" | undefined][] = [
    [getJob, undefined],
    [getRows, undefined],
    [getResult, undefined],
    ...[pause, resume, cancel, seen].map((handler): [Handler, "POST"] => [handler, "POST"]),
  ];
  for (const [handler, method] of routes) {
    for (const [who, which] of [
      [auditor, id],
      [receptionist, id],
      [guard, nobody],
      [admin, nobody],
      [guard, "no-uuid"],
    ] as const) {
      const answer = await call<{ title: string }>(handler, who, which, "", method);
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain("Marks");
    }
  }
  const seenBy = async (who: SignedIn, query = "") =>
    (await call<Listing<JobItem>>(getJobs, who, undefined, query)).body.items.map((job) => job.id);
  expect(await seenBy(guard)).toEqual([id]);
  expect(await seenBy(auditor)).toEqual([]);
  expect(await seenBy(admin)).toEqual([id]);
  expect(await seenBy(admin, "?owner=me")).toEqual([]);
  expect(await seenBy(admin, "?owner=others")).toEqual([id]);
  expect(await seenBy(auditor, "?owner=others")).toEqual([]);
  const job = (await call<JobItem>(getJob, admin, id)).body;
  expect(job).toMatchObject({ mine: false, owner: { id: guard.actor.userId, name: guard.actor.name } });

  const rows = (await call<Listing<JobRowItem>>(getRows, guard, id, "?limit=1")).body;
  expect(rows).toMatchObject({ total: 2, items: [{ no: 1, state: "waiting", input: { name: "first" } }] });
  const rest = await call<Listing<JobRowItem>>(
    getRows,
    guard,
    id,
    `?limit=1&cursor=${encodeURIComponent(rows.nextCursor ?? "")}`,
  );
  expect(rest.body).toMatchObject({ nextCursor: null, items: [{ no: 2 }] });
});

dbTest("verbs lead from state to state, say so when they cannot, and are told on the bus", async () => {
  const { id } = await startJob(guard.actor, marking, { mark: "m", paceMs: 0 }, [1]);
  const verb = async (handler: Handler, who = guard) => {
    const { status, body } = await call<JobItem & { detail?: string }>(handler, who, id, "", "POST");
    return status === 200 ? body.state : `${status} ${body.detail ?? ""}`;
  };
  expect(await verb(pause)).toBe("paused");
  expect(await verb(pause)).toBe("paused");
  await work();
  expect((await pool().query("SELECT 1 FROM sending")).rowCount).toBe(0);
  expect(await verb(seen)).toBe("409 This job is not finished yet.");
  expect(await verb(resume, admin)).toBe("queued");
  await work();
  expect(await verb(pause)).toBe("409 The job is done, so you cannot pause it.");
  expect(await verb(resume)).toBe("409 The job is done, so you cannot resume it.");
  expect(await verb(cancel)).toBe("409 The job is done, so you cannot stop it.");
  const { rows } = await pool().query<{ state: string; owner: string }>(
    "SELECT payload->>'state' AS state, payload->>'ownerId' AS owner FROM bus_event WHERE payload->>'jobId' = $1 ORDER BY seq",
    [id],
  );
  expect(rows.map(({ state }) => state)).toEqual(["queued", "paused", "queued", "running", "done"]);
  expect(new Set(rows.map(({ owner }) => owner))).toEqual(new Set([guard.actor.userId]));
});

dbTest("a finished job is news for its owner until they have seen it", async () => {
  const id = await exported(guard, { list: "doors" });
  const unseen = async (who: SignedIn) =>
    (await call<Listing<JobItem>>(getJobs, who, undefined, "?owner=me&seen=no")).body.items.map((job) => job.id);
  expect(await unseen(guard)).toEqual([]);
  await work();
  expect(await unseen(guard)).toEqual([id]);
  expect((await call(seen, admin, id, "", "POST")).status).toBe(403);
  expect((await call<JobItem>(seen, guard, id, "", "POST")).body.seen).toBe(true);
  expect(await unseen(guard)).toEqual([]);
  const second = await exported(guard, { list: "doors" });
  expect((await call<JobItem>(cancel, guard, second, "", "POST")).body).toMatchObject({
    state: "cancelled",
    seen: true,
  });
  const third = await exported(guard, { list: "doors" });
  await call(cancel, admin, third, "", "POST");
  expect(await unseen(guard)).toEqual([third]);
});

dbTest("an administrator may download, and a file that is gone says so", async () => {
  const id = await exported(guard, { list: "doors", columns: ["name"] });
  await work();
  expect((await bytesOf(admin, id)).text).toBe("\ufeffName\r\nDoor\r\n");
  await pool().query("UPDATE job SET result_hash = NULL WHERE id = $1", [id]);
  const { status, body } = await call<{ detail: string }>(getResult, guard, id);
  expect(status).toBe(404);
  expect(body.detail).toContain("is deleted");
});

dbTest("a machine that does not have the file says so, and nothing counts as handed out", async () => {
  const id = await exported(guard, { list: "doors", columns: ["name"] });
  await work();
  const there = await withSettings({ GATEHOUSE_DATA_DIR: join(folder, "another machine") }, () =>
    call<Problem>(getResult, guard, id),
  );
  expect(there).toMatchObject({
    status: 404,
    body: {
      detail: "The file of this job is not on the machine that answered.",
      remedy: expect.stringContaining("must share one data folder") as string,
    },
  });
  const of = async () => (await entriesOf("job.result")).filter(({ objects }) => objects[0]?.id === id);
  expect(await of()).toEqual([]);
  expect((await bytesOf(guard, id)).text).toBe("\ufeffName\r\nDoor\r\n");
  expect(await of()).toHaveLength(1);
});

dbTest("the newest come first, and a list can be searched, filtered and sorted", async () => {
  const ids: string[] = [];
  for (const list of ["doors", "areas", "devices"]) ids.push(await exported(admin, { list }));
  await pool().query("UPDATE job SET created_at = now() - array_position($1::text[], id::text) * interval '1 hour'", [
    ids,
  ]);
  const titles = async (query: string) =>
    (await call<Listing<JobItem>>(getJobs, admin, undefined, query)).body.items.map(({ title }) => title.split(" ")[2]);
  expect(await titles("")).toEqual(["doors", "areas", "devices"]);
  expect(await titles("?sort=created")).toEqual(["devices", "areas", "doors"]);
  expect(await titles("?sort=title")).toEqual(["areas", "devices", "doors"]);
  expect(await titles("?q=ARE")).toEqual(["areas"]);
  expect(await titles("?state=done")).toEqual([]);
  const first = (await call<Listing<JobItem>>(getJobs, admin, undefined, "?limit=2")).body;
  expect(await titles(`?limit=2&cursor=${encodeURIComponent(first.nextCursor ?? "")}`)).toEqual(["devices"]);
});

dbTest("the audit log is taken away by whoever has just proved who they are; a list of doors by anybody", async () => {
  const take = (list: string) =>
    callRoute(postExport, auditor.request("/api/exports", { method: "POST", json: { list } }));
  expect(await (await take("audit")).json()).toMatchObject({ type: "urn:gatehouse:problem:step-up-required" });
  expect((await take("doors")).status).toBe(202);
  await stepUp(auditor.actor.sessionId);
  expect((await take("audit")).status).toBe(202);
});

dbTest("events are taken away with a proof, and cards by their last four digits", async () => {
  await makeEvent({ personName: "Ada Lovelace", cardNumber: "0012345678", sourceName: "Gate" });
  const who = await signedIn("guard");
  const refused = await call<{ type: string }>(postExport, who, undefined, "", "POST", { list: "events" });
  expect(refused.body.type).toBe("urn:gatehouse:problem:step-up-required");
  await stepUp(who.actor.sessionId);
  const id = await exported(who, { list: "events", query: { kind: ["authentication"] }, columns: ["person", "where"] });
  await work();
  const rows = parseCsv((await bytesOf(who, id)).text.slice(1));
  expect(rows[1]?.slice(0, 4)).toEqual(["Ada Lovelace", "", "5678", "Gate"]);
});
