import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAnswer, toRequest, type WireBody } from "../endpoint";
import { GatewayError } from "../errors";
import fixtures from "../fixtures/person.json";
import { read, refused } from "../fixtures/reading";
import { listOf, mostly, whateverIsSent } from "../fixtures/sending";
import { Secret } from "../secret";
import { mayHaveMore } from "../tolerant";
import * as gateway from ".";

const ann = "655816174650934274";

describe("departments", () => {
  test("criteria that are not given are left out", () => {
    const sent = (input: object) => toRequest(gateway.searchDepartments, input).body;
    expect(sent({})).toEqual({ depthTraversal: false });
    expect(sent({ deep: true, name: "Off", parentId: "1" })).toEqual({
      parentGroupId: "1",
      groupName: "Off",
      depthTraversal: true,
    });
    expect(sent({ ids: ["111"] })).toEqual({ groupIdList: ["111"] });
    expect(refused(gateway.searchDepartments, { ids: [] })).toBe("ids.0");
    expect(refused(gateway.searchDepartments, { ids: ["1"], deep: false })).toBe("ids");
  });

  test("reading", () => {
    expect(read(gateway.searchDepartments, fixtures.groupsExample)).toEqual({ departments: [], skipped: 1 });
    expect(read(gateway.searchDepartments, fixtures.groups).departments).toEqual([
      {
        id: "1",
        name: "Company",
        parentId: null,
        hasChildren: true,
        permitted: true,
        description: null,
        areaIds: ["a1"],
        path: "Company",
      },
      {
        id: "666676336647342080",
        name: "Office",
        parentId: "1",
        hasChildren: false,
        permitted: false,
        description: null,
        areaIds: [],
        path: "Company/Office",
      },
    ]);
    expect(() => read(gateway.searchDepartments, fixtures.noDepartment)).toThrow(GatewayError);
  });
});

const person = {
  departmentId: "378117915440051200",
  personCode: "odhdf888",
  firstName: "test",
  lastName: null,
  gender: "unknown",
  phone: "110",
  email: "test@email.com",
  description: null,
  validFrom: new Date("2022-02-21T12:12:45Z"),
  validUntil: new Date("2032-02-21T12:12:45Z"),
  utcOffsetMinutes: 480,
} as const;

const written = {
  groupId: "378117915440051200",
  personCode: "odhdf888",
  firstName: "test",
  lastName: "--",
  gender: 2,
  phone: "110",
  email: "test@email.com",
  startDate: "2022-02-21T20:12:45+08:00",
  endDate: "2032-02-21T20:12:45+08:00",
};

describe("adding and changing persons", () => {
  test("the example's body, but for the blank last name", () => {
    expect(toRequest(gateway.addPerson, person).body).toEqual(written);
    expect(read(gateway.addPerson, fixtures.addedExample)).toEqual({
      personId: "379224379437087745",
      personCode: "0dhdf888",
    });
    expect(read(gateway.addPerson, fixtures.added)).toEqual({ personId: "549648292066532352", personCode: "1" });
    expect(toRequest(gateway.updatePerson, { ...person, personId: ann, lastName: "test12", phone: null }).body).toEqual(
      {
        ...written,
        lastName: "test12",
        phone: "",
        description: "",
        personId: ann,
      },
    );
    expect(read(gateway.updatePerson, fixtures.done)).toBeNull();
    const genders = (["female", "male", "unknown"] as const).map(
      (gender) => toRequest(gateway.addPerson, { ...person, gender }).body?.["gender"],
    );
    expect(genders).toEqual([0, 1, 2]);
  });

  test("what the guide does not allow is refused by name", () => {
    const wrong = (change: object) => refused(gateway.addPerson, { ...person, ...change });
    expect(wrong({ personCode: "a-1" })).toBe("personCode");
    expect(wrong({ personCode: "12345678901234567" })).toBe("personCode");
    expect(wrong({ firstName: " " })).toBe("firstName");
    expect(wrong({ firstName: "x".repeat(250), lastName: "y".repeat(6) })).toBe("lastName");
    expect(wrong({ gender: 1 })).toBe("gender");
    expect(wrong({ description: "x".repeat(129) })).toBe("description");
    expect(wrong({ validUntil: person.validFrom })).toBe("validUntil");
    expect(wrong({ validUntil: "2032-02-21" })).toBe("validUntil");
    // Still 2037 in London, 2038 already in Kathmandu.
    const eve = new Date("2037-12-31T20:00:00Z");
    expect(toRequest(gateway.addPerson, { ...person, validUntil: eve, utcOffsetMinutes: 0 }).body).toMatchObject({
      endDate: "2037-12-31T20:00:00+00:00",
    });
    expect(wrong({ validUntil: eve, utcOffsetMinutes: 345 })).toBe("validUntil");
  });

  test("a picture goes as a secret", () => {
    const input = { personId: "381019761745728512", photo: new Secret("ddd") };
    expect(toRequest(gateway.setPersonPhoto, input).body).toEqual({
      personId: "381019761745728512",
      photoData: input.photo,
    });
    expect(inspect(toRequest(gateway.setPersonPhoto, input))).not.toContain("ddd");
    expect(refused(gateway.setPersonPhoto, { ...input, photo: "ddd" })).toBe("photo");
    expect(refused(gateway.setPersonPhoto, { ...input, photo: new Secret("data:image/jpeg;base64,ddd") })).toBe(
      "photo",
    );
    expect(refused(gateway.setPersonPhoto, { ...input, photo: new Secret("") })).toBe("photo");
  });

  test("quick adding tells what failed beside the person", () => {
    const levelIds: [string] = ["395619513653140480"];
    const input = { ...person, pin: new Secret("33456"), photo: new Secret("abcd"), levelIds };
    expect(toRequest(gateway.quickAddPerson, input).body).toEqual({
      personInfo: written,
      pinCode: input.pin,
      photoData: input.photo,
      aceessLevelList: levelIds,
    });
    expect(toRequest(gateway.quickAddPerson, person).body).toEqual({ personInfo: written });
    const outcome = (body: unknown) =>
      gateway.quickAddPerson
        .outcome?.(read(gateway.quickAddPerson, body), input)
        ?.items.map((item) => [item.id, item.code]);
    expect(outcome(fixtures.quickAddExample)).toEqual([
      ["odhdf888", null],
      ["pin", null],
      ["photo", null],
      ["395619513653140480", null],
    ]);
    expect(outcome(fixtures.quickAddPartly)).toEqual([
      ["odhdf888", null],
      ["pin", "CCF038055"],
      ["photo", null],
      ["395619513653140480", "VMS040016"],
    ]);
    const levelsRefused = {
      errorCode: "0",
      data: { personId: "9", accessLevelFailed: { errorCode: "VMS040016", personAccessLevelFailedList: [] } },
    };
    expect(outcome(levelsRefused)?.at(-1)).toEqual(["395619513653140480", "VMS040016"]);
    expect(refused(gateway.quickAddPerson, { ...input, pin: new Secret("123") })).toBe("pin");
    expect(refused(gateway.quickAddPerson, { ...input, levelIds: [] })).toBe("levelIds.0");
  });

  test("deleting names at least one, and no more than were named", () => {
    expect(toRequest(gateway.deletePersons, { personIds: ["376748042642236416"] }).body).toEqual({
      personId: "376748042642236416",
    });
    expect(toRequest(gateway.deletePersons, { personIds: ["1", "2", "1"] }).body).toEqual({ personId: "1,2" });
    const id = mostly([ann, "2", " 3"], ["-1", "", ",", "1,2", null, 4]);
    whateverIsSent(gateway.deletePersons, fc.record({ personIds: listOf(id) }), (body, input) => {
      const asked = (input as { personIds: string[] }).personIds.map((each) => each.trim());
      expect(asked.length).toBeGreaterThan(0);
      expect(new Set((body["personId"] as string).split(","))).toEqual(new Set(asked));
    });
  });
});

describe("reading persons", () => {
  const credentials = { cards: [{ id: "c1", cardNo: "892" }], fingerprints: [{ id: "f1", name: "Left thumb" }] };

  test("one person, without PIN and fingerprint data", () => {
    expect(toRequest(gateway.getPerson, { personId: ann }).body).toEqual({ personId: ann });
    expect(read(gateway.getPerson, fixtures.getExample)).toBeNull();
    expect(read(gateway.getPerson, fixtures.get)).toEqual({
      id: ann,
      departmentId: "666676336647342080",
      personCode: "A17",
      firstName: "Ann",
      lastName: "O'Neill",
      gender: "female",
      phone: "110",
      email: "ann@example.invalid",
      description: null,
      validFrom: new Date("2022-02-21T12:12:45Z"),
      validUntil: new Date("2032-02-22T12:12:45Z"),
      photoUrl: "https://pictures.example.invalid/face.jpg",
      ...credentials,
      hasPin: true,
    });
  });

  test("a list, nested or flat, never with a total", () => {
    expect(toRequest(gateway.listPersons, { pageSize: 10, name: "zmh", email: "zmh", phone: "112" }).body).toEqual({
      pageIndex: 1,
      pageSize: 10,
      filter: { name: "zmh", email: "zmh", phone: "112" },
    });
    expect(toRequest(gateway.listPersons, {}).body).toEqual({ pageIndex: 1, pageSize: 100 });
    expect(refused(gateway.listPersons, { pageSize: 101 })).toBe("pageSize");
    expect(read(gateway.listPersons, fixtures.listExample)).toEqual({ items: [], total: null, skipped: 0 });
    const page = read(gateway.listPersons, fixtures.list);
    expect(page).toMatchObject({ total: null, skipped: 1 });
    expect(page.items).toMatchObject([
      { id: ann, lastName: null, gender: "male", cards: [], fingerprints: [{ id: "f1" }], hasPin: true },
      {
        id: "655816174650934275",
        firstName: "Bo",
        lastName: null,
        gender: "unknown",
        validFrom: new Date("2022-02-21T12:12:45Z"),
        validUntil: null,
        cards: [{ id: "c2", cardNo: "7" }],
        fingerprints: [],
        hasPin: false,
      },
    ]);
    expect([mayHaveMore(page, 3), mayHaveMore(page, 4)]).toEqual([true, false]);
  });

  test("secrets are dropped wherever they stand", () => {
    const shown = [read(gateway.getPerson, fixtures.get), read(gateway.listPersons, fixtures.list)];
    const kept = read(gateway.getFingerprints, fixtures.get);
    expect(kept.map(({ name, data }) => [name, data?.reveal()])).toEqual([["Left thumb", "never5h0wn"]]);
    expect(`${JSON.stringify([shown, kept])} ${inspect([shown, kept], { depth: 9 })}`).not.toMatch(/never/);
  });

  test("a code is a secret, a picture or a text", () => {
    const input = { personId: ann, at: new Date("2022-10-20T04:21:30Z"), utcOffsetMinutes: 480 };
    expect(toRequest(gateway.getPersonQrCode, input).body).toEqual({
      personId: ann,
      clientLocalTime: "2022-10-20T12:21:30+08:00",
    });
    const picture = read(gateway.getPersonQrCode, fixtures.qrCode);
    expect([picture.kind, picture.content.reveal()]).toEqual(["png", "iVBORw0KGgo="]);
    expect(JSON.stringify(picture)).not.toContain("iVBOR");
    const plain = read(gateway.getPersonQrCode, fixtures.qrCodeExample);
    expect([plain.kind, plain.content.reveal()]).toEqual(["text", "xxxxxxxxxxxxx"]);
    expect(() => read(gateway.getPersonQrCode, fixtures.done)).toThrow(GatewayError);
  });
});

describe("credentials", () => {
  test("collecting", () => {
    expect(toRequest(gateway.collectCard, { deviceSerial: "378117915440051200" }).body).toEqual({
      deviceSerial: "378117915440051200",
    });
    expect(read(gateway.collectCard, fixtures.cardExample)).toEqual({ cardNo: "666" });
    expect(read(gateway.collectCard, fixtures.done)).toEqual({ cardNo: null });
    const finger = read(gateway.collectFingerprint, fixtures.fingerExample);
    expect([finger.data?.reveal(), finger.quality]).toEqual(["aaaa", 100]);
    expect(JSON.stringify(finger)).not.toContain("aaaa");
  });

  const cards: [{ cardNo: string }, { cardNo: string; id: string }] = [{ cardNo: "892" }, { cardNo: "893", id: "c3" }];
  const data = new Secret("90030500A3B1564620B3A616A0A7246092E0000000000397");

  test("setting and clearing are different calls", () => {
    expect(toRequest(gateway.setCards, { personId: ann, cards: [{ cardNo: "892" }] }).body).toEqual({
      personId: ann,
      cardList: [{ cardNo: "892" }],
    });
    expect(
      toRequest(gateway.setFingerprints, { personId: ann, fingerprints: [{ name: "ssssss", data }] }).body,
    ).toEqual({ personId: ann, fingerList: [{ name: "ssssss", data }] });
    const pin = new Secret("3452");
    expect(toRequest(gateway.setPin, { personId: ann, pin }).body).toEqual({ personId: ann, pinCode: pin });
    for (const endpoint of [gateway.clearCards, gateway.clearFingerprints, gateway.clearPin]) {
      expect(toRequest(endpoint, { personId: ann }).body).toEqual({ personId: ann });
      expect(refused(endpoint, { personId: ann, cards: [] })).toBe("cards");
    }
    expect(refused(gateway.setCards, { personId: ann, cards: [...cards, { cardNo: "894" }] })).toBe("cards");
    expect(refused(gateway.setCards, { personId: ann, cards: [cards[0], cards[0]] })).toBe("cards");
    expect(refused(gateway.setPin, { personId: ann, pin: new Secret("12a4") })).toBe("pin");
    expect(refused(gateway.setPin, { personId: ann, pin: new Secret("123456789") })).toBe("pin");
    const wrongData = [{ name: "thumb", data: new Secret("xyz") }];
    expect(refused(gateway.setFingerprints, { personId: ann, fingerprints: wrongData })).toBe("fingerprints.0.data");
  });

  test("no input of the setting calls can take everything away", () => {
    const personId = mostly([ann], ["", "-1", null]);
    const word = mostly(["892", "893"], ["", null, 7, undefined]);
    const secrets = fc.constantFrom(
      data,
      new Secret("3452"),
      new Secret(""),
      new Secret("12"),
      "3452",
      null,
      undefined,
    );
    const card = fc.record({ id: word, cardNo: word }, { requiredKeys: ["cardNo"] });
    const finger = fc.record({ id: word, name: word, data: secrets }, { requiredKeys: ["name", "data"] });
    const filled = (key: string) => (body: WireBody) => {
      expect(body["personId"]).toBe(ann);
      expect((body[key] as unknown[]).length).toBeGreaterThan(0);
    };
    whateverIsSent(gateway.setCards, fc.record({ personId, cards: listOf(card) }), filled("cardList"));
    whateverIsSent(
      gateway.setFingerprints,
      fc.record({ personId, fingerprints: listOf(finger) }),
      filled("fingerList"),
    );
    whateverIsSent(gateway.setPin, fc.record({ personId, pin: secrets }), (body) => {
      expect((body["pinCode"] as Secret).reveal()).toMatch(/^\d{4,8}$/);
    });
  });

  test("each card has its own result", () => {
    const outcome = (body: unknown) =>
      gateway.setCards.outcome?.(read(gateway.setCards, body), { personId: ann, cards });
    expect(outcome(fixtures.done)?.result).toBe("done");
    expect(outcome(fixtures.cardsPartly)).toMatchObject({
      result: "partly done",
      items: [
        { id: "892", result: "done" },
        { id: "893", result: "refused", code: "CCF038034" },
      ],
    });
    const byId = { errorCode: "0", data: { cardFailed: { cardList: { cardId: "c3", errorCode: "CCF038035" } } } };
    expect(outcome(byId)?.items[1]).toMatchObject({ id: "893", code: "CCF038035" });
    expect(outcome(fixtures.cardsRefused)).toMatchObject({
      result: "refused",
      items: [{ code: "CCF038023" }, { code: "CCF038023" }],
    });
    // One failure of an unknown card, and two that may be meant.
    expect(outcome(fixtures.cardsExample)?.result).toBe("unknown");
  });

  test("each finger has its own result", () => {
    const fingerprints: [{ name: string; data: Secret }] = [{ name: "thumb", data }];
    const outcome = (body: unknown) =>
      gateway.setFingerprints.outcome?.(read(gateway.setFingerprints, body), { personId: ann, fingerprints });
    expect(outcome(fixtures.done)?.result).toBe("done");
    expect(outcome(fixtures.fingersExample)).toMatchObject({
      result: "refused",
      items: [{ id: "thumb", code: "CCF000000" }],
    });
  });

  test("a secret that is echoed is masked", () => {
    const input = { personId: ann, pin: new Secret("34521") };
    const text = JSON.stringify({ errorCode: "CCF000001", message: "bad pin 34521 {CCF000001}" });
    try {
      readAnswer(gateway.setPin, { status: 200, contentType: "application/json", text }, input);
      expect.unreachable();
    } catch (error) {
      expect(inspect(error)).not.toContain("34521");
    }
  });
});
