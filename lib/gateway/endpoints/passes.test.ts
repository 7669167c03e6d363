import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toRequest } from "../endpoint";
import type { AnyEndpoint } from "../endpoint";
import { GatewayError } from "../errors";
import { read, refused } from "../fixtures/reading";
import fixtures from "../fixtures/passes.json";
import * as gateway from ".";

const asked = { clientTime: new Date("2022-10-28T03:08:23.900Z"), utcOffsetMinutes: 480 };
const pass = {
  name: "Courier",
  openCount: 3,
  validFrom: new Date("2022-10-28T03:00:00Z"),
  validUntil: new Date("2022-10-28T11:30:00Z"),
  accessLevelIds: ["l1", "l2"] as [string, string],
  ...asked,
};
const wire = {
  name: "Courier",
  openCount: 3,
  startTime: "2022-10-28T11:00:00+08:00",
  endTime: "2022-10-28T19:30:00+08:00",
  clientLocalTime: "2022-10-28T11:08:23+08:00",
  alIds: ["l1", "l2"],
};

test("times go as the place has them", () => {
  expect(toRequest(gateway.getPass, { id: "237160983473358848", ...asked })).toEqual({
    method: "POST",
    path: "/vims/v1/tempauth/get",
    body: { id: "237160983473358848", clientLocalTime: "2022-10-28T11:08:23+08:00" },
  });
  expect(toRequest(gateway.addPass, pass).body).toEqual(wire);
  expect(toRequest(gateway.updatePass, { ...pass, id: "1" }).body).toEqual({ id: "1", ...wire });
  expect(toRequest(gateway.deletePasses, { passIds: ["1"], ...asked }).body).toEqual({
    deleteList: ["1"],
    clientLocalTime: "2022-10-28T11:08:23+08:00",
  });
  expect(toRequest(gateway.listPasses, { pageSize: 10 }).body).toEqual({
    pageNum: 1,
    pageSize: 10,
    searchRequest: { filter: { name: "" } },
  });
  expect(toRequest(gateway.listPasses, { search: "cour" }).body).toMatchObject({
    searchRequest: { filter: { name: "cour" } },
  });
});

test("a new code is made by each call, so it is sent once", () => {
  expect(gateway.getPass.kind).toBe("command");
});

test("what is refused names its field", () => {
  expect(refused(gateway.addPass, { ...pass, openCount: 0 })).toBe("openCount");
  expect(refused(gateway.addPass, { ...pass, openCount: 201 })).toBe("openCount");
  expect(refused(gateway.addPass, { ...pass, name: "x".repeat(33) })).toBe("name");
  expect(refused(gateway.updatePass, { ...pass, id: "1", validUntil: pass.validFrom })).toBe("validUntil");
  expect(refused(gateway.addPass, { ...pass, clientTime: undefined })).toBe("clientTime");
  expect(refused(gateway.listPasses, { search: "x".repeat(65) })).toBe("search");
  for (const ids of [undefined, null, [], "", [""]]) {
    expect(refused(gateway.addPass, { ...pass, accessLevelIds: ids })).toMatch(/^accessLevelIds/);
    expect(refused(gateway.updatePass, { ...pass, id: "1", accessLevelIds: ids })).toMatch(/^accessLevelIds/);
    expect(refused(gateway.deletePasses, { ...asked, passIds: ids })).toMatch(/^passIds/);
  }
});

test("whatever is passed, no pass goes out that opens nothing", () => {
  const ids = fc.oneof(fc.array(fc.oneof(fc.string(), fc.constant("l1"))), fc.constantFrom(undefined, null, {}, ""));
  fc.assert(
    fc.property(ids, fc.boolean(), (accessLevelIds, update) => {
      const endpoint: AnyEndpoint = update ? gateway.updatePass : gateway.addPass;
      try {
        const { body } = toRequest(endpoint, { ...pass, accessLevelIds, ...(update && { id: "1" }) } as never);
        expect(body?.["alIds"]).toContainEqual(expect.stringMatching(/^[^\s]+$/));
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        expect(error.field).toMatch(/^accessLevelIds/);
      }
    }),
  );
});

describe("the answer", () => {
  test("as the guide prints it, blank", () => {
    const blank = {
      name: "",
      openCount: 0,
      validFrom: null,
      validUntil: null,
      expired: false,
      code: null,
      pin: null,
      creatorId: null,
      creatorName: null,
    };
    expect(read(gateway.getPass, fixtures.pass)).toEqual({ ...blank, id: null, accessLevels: [] });
    expect(read(gateway.addPass, fixtures.passAdded)).toEqual({ ...blank, id: null, accessLevels: [] });
    const { code, ...summary } = blank;
    expect(code).toBeNull();
    expect(read(gateway.listPasses, fixtures.passes)).toEqual({
      items: [{ ...summary, id: "237160983473358848", creatorEmail: null }],
      total: 1,
      skipped: 0,
    });
  });

  test("with a picture of a code, which nothing prints", () => {
    const { code, pin, ...rest } = read(gateway.addPass, fixtures.passFilled);
    expect(rest).toEqual({
      id: "237160983473358848",
      name: "Courier",
      openCount: 3,
      validFrom: new Date(1672370265000),
      validUntil: new Date(1672373865000),
      expired: false,
      creatorId: "u1",
      creatorName: "Reception",
      accessLevels: [{ id: "l1", name: "Lobby" }],
    });
    expect(code).toMatchObject({ kind: "picture", mediaType: "image/png" });
    expect(code?.kind === "picture" && code.data.reveal()).toBe("iVBORw0KGgo=");
    expect(pin?.reveal()).toBe("044671");
    for (const printed of [JSON.stringify({ code, pin }), inspect({ code, pin }, { depth: 9 }), `${String(code)}`]) {
      expect(printed).not.toMatch(/iVBOR|044671/);
    }
  });

  test("with the text of a code", () => {
    const { code, pin, expired } = read(gateway.getPass, fixtures.passWithText);
    expect(code?.kind === "text" && code.text.reveal()).toBe("R0gtbmV2ZXItc2hvd24=");
    expect([pin?.reveal(), expired]).toEqual(["557302", true]);
    const coded = (value: unknown) => read(gateway.getPass, { errorCode: "0", data: { code: value } }).code;
    const jpeg = coded("data:image/jpeg;base64,/9j/4AAQ\nSkZJRg==");
    expect(jpeg?.kind === "picture" && [jpeg.mediaType, jpeg.data.reveal()]).toEqual([
      "image/jpeg",
      "/9j/4AAQSkZJRg==",
    ]);
    expect(coded(48213)?.kind).toBe("text");
    expect([coded(" "), coded(null), coded({})]).toEqual([null, null, null]);
  });

  test("of a list, under either name of the dates", () => {
    const { items, total } = read(gateway.listPasses, fixtures.passesFilled);
    expect(total).toBe(2);
    expect(items[0]?.pin?.reveal()).toBe("never-shown-2");
    expect(JSON.stringify(items)).not.toContain("never-shown");
    expect(items).toMatchObject([
      { id: "1", creatorId: "u1", creatorEmail: "desk@example.com", expired: true },
      { id: "237160983473358849", validFrom: new Date(1672370265000), validUntil: new Date(1672373865000), pin: null },
    ]);
  });
});
