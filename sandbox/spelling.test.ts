import { expect, it } from "vitest";
import { useSandbox } from "./testclient";
import type { JsonObject } from "./validate";

const box = useSandbox();
const CAMERAS = { pageIndex: 1, pageSize: 500, filter: {} };
const cameras = () => box.post("/resource/v1/areas/cameras/get", CAMERAS);
const listOf = (data: JsonObject) => data["camera"] as JsonObject[];

it("writes data first as the guide, or the code first as observed", async () => {
  expect(Object.keys((await cameras()).body)).toEqual(["errorCode", "data"]);
  await box.control("POST", "/spelling", { mode: "guide" });
  expect(Object.keys((await cameras()).body)).toEqual(["data", "errorCode"]);
});

it("varies everything in awkward mode without losing a row", async () => {
  await box.control("POST", "/spelling", { mode: "awkward" });
  const answers = await Promise.all(Array.from({ length: 24 }, cameras));
  const seen = (test: (body: JsonObject) => boolean) =>
    answers.some(({ body }) => test(body)) && answers.some(({ body }) => !test(body));
  expect(seen((body) => "Data" in body)).toBe(true);
  const datas = answers.map(({ data }) => data);
  expect(new Set(datas.map((data) => typeof data["totalCount"]))).toEqual(new Set(["undefined", "string"]));
  expect(new Set(datas.map((data) => "ID" in (listOf(data)[0] ?? {})))).toEqual(new Set([true, false]));
  for (const data of datas) expect(new Set(listOf(data).map((row) => row["id"] ?? row["ID"])).size).toBe(40);
  const rows = datas.flatMap(listOf);
  expect(rows.some((row) => "onlineStatus" in row) && rows.some((row) => "online" in row)).toBe(true);
  expect(rows.some((row) => !("area" in row)) && rows.some((row) => !("device" in row))).toBe(true);
  const lacking = (data: JsonObject) =>
    listOf(data)
      .filter((row) => !("area" in row))
      .map((row) => row["id"] ?? row["ID"])
      .sort();
  expect(lacking(datas[0] ?? {})).toEqual(lacking(datas[1] ?? {}));
});

it("leaves out, empties or nulls an empty list, and renames the error text", async () => {
  await box.control("POST", "/spelling", { mode: "awkward" });
  const empty = await Promise.all(
    Array.from({ length: 24 }, () =>
      box.post("/resource/v1/areas/cameras/get", { ...CAMERAS, filter: { cameraID: ["none"] } }),
    ),
  );
  expect(new Set(empty.map(({ data }) => JSON.stringify(data["camera"])))).toEqual(new Set([undefined, "null", "[]"]));
  const errors = await Promise.all(Array.from({ length: 24 }, () => box.post("/resource/v1/devicedetail/get", {})));
  const names = ["message", "errorMsg", "Message"];
  expect(new Set(errors.map(({ body }) => names.find((name) => name in body)))).toEqual(new Set(names));
});

it("calls a list by another name only where the guide does", async () => {
  await box.control("POST", "/spelling", { mode: "awkward" });
  const swipes = { pageIndex: 1, pageSize: 5, searchCriteria: {} };
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => box.post("/acs/v1/event/certificaterecords/search", swipes)),
  );
  for (const { data } of answers) expect(data).toHaveProperty("recordList");
});
