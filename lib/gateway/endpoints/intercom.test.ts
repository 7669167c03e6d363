import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toRequest } from "../endpoint";
import type { AnyEndpoint, InputOf } from "../endpoint";
import { GatewayError } from "../errors";
import { read, refused } from "../fixtures/reading";
import fixtures from "../fixtures/intercom.json";
import * as gateway from ".";

describe("buildings and rooms", () => {
  test("the whole account is asked for by asking for nothing", () => {
    expect(toRequest(gateway.listBuildings, { pageSize: 64 })).toEqual({
      method: "POST",
      path: "/vims/v1/build/search",
      body: { pageNum: 1, pageSize: 64, searchCriteria: { areaId: "-1", isContainSubArea: 1, filterName: "" } },
    });
    expect(toRequest(gateway.listRooms, { pageSize: 64 }).body).toEqual({
      pageNum: 1,
      pageSize: 64,
      searchCriteria: {
        areaId: "-1",
        buildId: "",
        isContainSubArea: 1,
        filter: { roomNum: "", roomName: "", personAmount: "", email: "", mainAccount: "" },
      },
    });
    expect(toRequest(gateway.listRooms, { areaId: "a1", includeSubAreas: false, number: 0 }).body).toMatchObject({
      searchCriteria: { areaId: "a1", isContainSubArea: 0, filter: { roomNum: 0 } },
    });
    expect(refused(gateway.listRooms, { areaId: "-1" })).toBe("areaId");
    expect(refused(gateway.listBuildings, { pageSize: 501 })).toBe("pageSize");
  });

  test("are read with their counts", () => {
    expect(read(gateway.listBuildings, fixtures.buildings)).toEqual({
      items: [
        {
          id: "b1",
          name: "House 1",
          areaId: "a1",
          areaName: "Yard",
          rooms: 12,
          residents: 31,
          deviceNames: ["Door station", "Gate station"],
        },
        { id: "b2", name: "House 2", areaId: "a1", areaName: null, rooms: 0, residents: 0, deviceNames: [] },
      ],
      total: 2,
      skipped: 0,
    });
    expect(read(gateway.listRooms, fixtures.rooms)).toEqual({ items: [], total: null, skipped: 1 });
    expect(read(gateway.listRooms, fixtures.roomsFilled).items).toEqual([
      {
        id: "r1",
        name: "Flat 4",
        number: 104,
        buildingId: "b1",
        buildingName: "House 1",
        areaId: "1001",
        areaName: "Yard",
        residents: 2,
        householder: "Iris Vane",
        email: "iris@example.com",
        phone: "0100",
      },
    ]);
  });

  test("a page behind the last may come without its list", () => {
    const data = { pageNum: 2, pageSize: 64, totalNum: 3 };
    expect(read(gateway.listRooms, { errorCode: "0", data }).items).toEqual([]);
    expect(() => read(gateway.listRooms, { errorCode: "0", data: { ...data, pageNum: 1 } })).toThrow("data.roomList");
  });
});

describe("finding residents", () => {
  test("sends only the criteria that are meant, for zero means something", () => {
    expect(toRequest(gateway.listResidents, { pageSize: 20 }).body).toEqual({
      pageNum: 1,
      pageSize: 20,
      searchRequest: { areaId: "-1", buildId: "", isContainSubArea: 1, filter: {} },
    });
    const criteria = { name: "Vane", roomNumber: 0, email: "e", phone: "1", role: "family", expired: false } as const;
    expect(toRequest(gateway.listResidents, criteria).body).toMatchObject({
      searchRequest: { filter: { name: "Vane", roomNum: 0, email: "e", phone: "1", type: 0, isExpired: 0 } },
    });
  });

  test("tells their rooms, or that they are not known", () => {
    const { items, total, skipped } = read(gateway.listResidents, fixtures.residentsFilled);
    expect([total, skipped]).toEqual([2, 0]);
    expect(items[0]).toEqual({
      id: "237160983473358848",
      firstName: "Iris",
      lastName: "Vane",
      name: "Iris Vane",
      phone: "0100",
      email: "iris@example.com",
      expired: true,
      photoUrl: "https://pictures.example.com/face.jpg",
      portraitUrl: null,
      rooms: [
        {
          roomId: "r1",
          number: 104,
          name: "Flat 4",
          buildingId: "b1",
          buildingName: "House 1",
          areaId: "a1",
          areaName: "Yard",
          role: "householder",
        },
        {
          roomId: "r2",
          number: 105,
          name: null,
          buildingId: "b1",
          buildingName: null,
          areaId: "a1",
          areaName: null,
          role: "family",
        },
      ],
    });
    // One room of two is unreadable: an update from what is left would delete it.
    expect(items[1]).toMatchObject({ id: "p2", name: "Noor", expired: false, rooms: null });
    expect(read(gateway.listResidents, fixtures.residents)).toEqual({ items: [], total: null, skipped: 1 });
    const sample = read(gateway.listResidents, fixtures.residentsSample);
    expect(sample.items.map(({ id, name, rooms }) => [id, name, rooms])).toEqual([
      ["p1", "Resident A", null],
      ["p2", "Resident B", null],
    ]);
    expect(read(gateway.listResidents, fixtures.residentsSampleEmpty)).toEqual({ items: [], total: 0, skipped: 0 });
  });
});

type Change = InputOf<typeof gateway.updateResident>;
const room = (roomId: string, more: Partial<Change["rooms"][0]> = {}): Change["rooms"][0] => ({
  roomId,
  buildingId: "b1",
  areaId: "a1",
  role: "family",
  ...more,
});
const person = {
  firstName: "Iris",
  lastName: "Vane",
  gender: "female",
  email: "iris@example.com",
  validFrom: new Date("2026-01-01T00:00:00Z"),
  validUntil: new Date("2027-01-01T00:00:00Z"),
  utcOffsetMinutes: -210,
} as const;

describe("adding and changing residents", () => {
  test("a new person, and one who is there already", () => {
    const rooms: Change["rooms"] = [room("r1", { role: "householder", number: 104, name: null })];
    expect(
      toRequest(gateway.addResident, { ...person, rooms, accessLevelIds: ["l1"], language: "zh_CN" }).body,
    ).toEqual({
      personBaseInfo: {
        firstName: "Iris",
        lastName: "Vane",
        gender: 0,
        email: "iris@example.com",
        startDate: "2025-12-31T20:30:00-03:30",
        endDate: "2026-12-31T20:30:00-03:30",
      },
      alIds: ["l1"],
      roomList: [{ roomId: "r1", roomNum: 104, buildId: "b1", areaId: "a1", accountType: 1 }],
      language: "zh_CN",
    });
    const existing = { id: "237160983473358848", code: "7" };
    expect(toRequest(gateway.addResident, { ...person, gender: "unknown", rooms, existing }).body).toMatchObject({
      personBaseInfo: { id: "237160983473358848", personCode: "7", gender: 2 },
    });
    expect(read(gateway.addResident, fixtures.residentAdded)).toEqual({ id: null, fullRooms: [] });
  });

  test("a change carries every room, and there is always one", () => {
    const request = toRequest(gateway.updateResident, { ...person, id: "p1", rooms: [room("r1"), room("r2")] });
    expect(request.path).toBe("/vims/v1/person/update");
    expect(request.body).toMatchObject({
      personBaseInfo: { id: "p1" },
      roomList: [{ roomId: "r1" }, { roomId: "r2" }],
    });
    expect(request.body?.["personBaseInfo"]).not.toHaveProperty("personCode");
    for (const rooms of [undefined, null, [], [null], [{}]]) {
      expect(refused(gateway.updateResident, { ...person, id: "p1", rooms })).toMatch(/^rooms/);
      expect(refused(gateway.addResident, { ...person, rooms })).toMatch(/^rooms/);
    }
    expect(refused(gateway.updateResident, { ...person, id: "p1", rooms: [room("r1"), room("r1")] })).toBe("rooms");
  });

  test("what is refused names its field", () => {
    const rooms = [room("r1")];
    const late = new Date("2038-01-01T00:00:00Z");
    expect(refused(gateway.addResident, { ...person, rooms, validUntil: late })).toBe("validUntil");
    expect(refused(gateway.addResident, { ...person, rooms, validUntil: person.validFrom })).toBe("validUntil");
    expect(refused(gateway.addResident, { ...person, rooms, email: "iris" })).toBe("email");
    expect(refused(gateway.addResident, { ...person, rooms, lastName: " " })).toBe("lastName");
    expect(refused(gateway.addResident, { ...person, rooms, utcOffsetMinutes: 8.5 })).toBe("utcOffsetMinutes");
    expect(refused(gateway.addResident, { ...person, rooms, accessLevelIds: [] })).toMatch(/^accessLevelIds/);
    expect(refused(gateway.unlinkResidents, { residentIds: [] })).toMatch(/^residentIds/);
  });

  test("a full room is no success", () => {
    const outcome = (rooms: Change["rooms"], body: unknown = fixtures.residentAddedFull) => {
      const { result, items } = gateway.addResident.outcome?.(read(gateway.addResident, body), {
        ...person,
        rooms,
      }) ?? {
        items: [],
      };
      return [result, ...items.map((item) => [item.id, item.result, item.code])];
    };
    const [r4, r5] = [room("r4", { number: 104 }), room("r5", { number: 105, buildingName: "House 1" })];
    expect(outcome([r4, r5], fixtures.done)).toEqual(["done", ["r4", "done", null], ["r5", "done", null]]);
    expect(outcome([r4, r5])).toEqual(["partly done", ["r4", "done", null], ["r5", "refused", "VMS038005"]]);
    expect(outcome([room("r1")])).toEqual(["refused", ["r1", "refused", "VMS038005"]]);
    expect(outcome([room("r1"), room("r2")])).toEqual(["unknown", ["r1", "unknown", null], ["r2", "unknown", null]]);
    const elsewhere = room("r6", { number: 105, buildingName: "House 2" });
    expect(outcome([r5, elsewhere])[0]).toBe("partly done");
  });

  test("leaving every room is a call of its own", () => {
    expect(toRequest(gateway.unlinkResidents, { residentIds: ["p1", "p1"] })).toMatchObject({
      path: "/vims/v1/person/delete",
      body: { deleteList: ["p1"] },
    });
  });

  test("whatever is passed, no update goes without rooms", () => {
    const some = fc.oneof(fc.constant(room("r1")), fc.constantFrom(null, {}, ""), fc.record({ roomId: fc.string() }));
    const rooms = fc.oneof(fc.array(some, { maxLength: 3 }), fc.constantFrom(undefined, null, "", {}));
    fc.assert(
      fc.property(rooms, fc.boolean(), (list, change) => {
        const endpoint: AnyEndpoint = change ? gateway.updateResident : gateway.addResident;
        const input = { ...person, ...(change && { id: "p1" }), rooms: list };
        try {
          const { body } = toRequest(endpoint, input as never);
          expect((body?.["roomList"] as unknown[]).length).toBe((list as unknown[]).length);
          expect((body?.["roomList"] as unknown[]).length).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof GatewayError)) throw error;
          expect(error.field).toMatch(/^rooms/);
        }
      }),
    );
  });
});

describe("calls", () => {
  test("are answered, declined, ended", () => {
    const ask = { callId: "c1", userId: "u1" };
    expect(toRequest(gateway.respondToCall, { ...ask, response: "decline" })).toEqual({
      method: "POST",
      path: "/devcall/v1/call/receive",
      body: { recordId: "c1", userId: "u1", status: "2" },
    });
    const status = (response: "answer" | "hangUp") => toRequest(gateway.respondToCall, { ...ask, response }).body;
    expect([status("answer"), status("hangUp")]).toMatchObject([{ status: "1" }, { status: "3" }]);
    expect(refused(gateway.respondToCall, { ...ask, response: "open" })).toBe("response");
    expect(refused(gateway.respondToCall, { ...ask, callId: "x".repeat(65), response: "answer" })).toBe("callId");
  });

  test("that somebody else answered", () => {
    expect(() => read(gateway.respondToCall, fixtures.callAnswered)).toThrow("VMS038027");
    expect(read(gateway.respondToCall, fixtures.done)).toBeNull();
  });
});
