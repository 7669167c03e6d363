import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAnswer } from "../endpoint";
import { GatewayError } from "../errors";
import { allTypes, emptyLists, everything, fieldsThat, namesThings, rootIds } from "../fixtures/everything";
import { guideEndpoints } from "../fixtures/guide-endpoints";
import { likelyInputs } from "../fixtures/likely-inputs";
import { whateverIsSent } from "../fixtures/sending";
import { endpoints } from ".";

/** Paths of more than one declaration, and why. */
export const sharedPaths: Readonly<Record<string, { readonly names: readonly string[]; readonly why: string }>> = {
  "/alarm/v1/mq/subscribe": {
    names: ["alarmQueue.subscribe", "alarmQueue.unsubscribe"],
    why: "subscribing and unsubscribing",
  },
  "/combine/v1/mq/subscribe": {
    names: ["combinedQueue.subscribe", "combinedQueue.unsubscribe"],
    why: "subscribing and unsubscribing",
  },
  "/rawmsg/v1/mq/subscribe": {
    names: ["messageQueue.subscribe", "messageQueue.unsubscribe"],
    why: "subscribing and unsubscribing",
  },
  "/video/v1/isapi/proxypass": {
    names: ["isapi.read", "isapi.send", "isapi.repeat"],
    why: "what is passed through reads, or happens once, or may be said twice",
  },
  "/proxy/v1/isapi/proxypass": {
    names: ["isapi.readByProxy", "isapi.sendByProxy"],
    why: "what is passed through reads or happens once",
  },
  "/vehicle/v1/driver/update": {
    names: ["drivers.update", "drivers.updateWithoutVehicles"],
    why: "an empty list of vehicles unlinks them all",
  },
  "/acs/v1/remote/control": {
    names: ["doors.control", "doors.controlArea", "doors.controlAll"],
    why: "some doors, an area and all doors are different commands",
  },
  "/acspm/v1/accesslevel/person/delete": {
    names: ["accessLevels.remove", "accessLevels.removeAll"],
    why: "some levels and every level",
  },
  "/acspm/v1/accesslevel/person/modify": { names: ["accessLevels.set", "accessLevels.clear"], why: "set and clear" },
  "/person/v1/persons/updatecards": { names: ["persons.setCards", "persons.clearCards"], why: "set and clear" },
  "/person/v1/persons/updatefingers": {
    names: ["persons.setFingerprints", "persons.clearFingerprints"],
    why: "set and clear",
  },
  "/person/v1/persons/updatepincode": { names: ["persons.setPin", "persons.clearPin"], why: "set and clear" },
  "/person/v1/persons/get": {
    names: ["persons.fingerprints", "persons.get"],
    why: "a person, and fingerprint data only to send it back",
  },
};

describe("the list of endpoints", () => {
  test("names are unique", () => {
    expect(new Set(endpoints.map(({ name }) => name)).size).toBe(endpoints.length);
  });

  test("every path stands once, but for those shared with a reason", () => {
    const namesOf = new Map<string, string[]>();
    for (const { path, name } of endpoints) namesOf.set(path, [...(namesOf.get(path) ?? []), name].sort());
    const shared = [...namesOf].filter(([, names]) => names.length > 1);
    expect(Object.fromEntries(shared)).toEqual(
      Object.fromEntries(Object.entries(sharedPaths).map(([path, { names }]) => [path, names.toSorted()])),
    );
  });

  test("is the guide's, section by section", () => {
    const declared = endpoints.map(({ section, method, path }) => `${section} ${method} ${path}`);
    const guide = Object.entries(guideEndpoints).flatMap(([section, paths]) =>
      paths.map((path) => `${section} ${path}`),
    );
    expect(guide).toHaveLength(104);
    expect([...new Set(declared)].sort()).toEqual(guide.sort());
  });
});

/** A secret that stands in every mutated answer where text may stand. */
const SECRET = "hcc.5ecret0fTheAccount";

const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, "", 0, "0", -1, 1e21, true, [], {}, SECRET, [null], { data: null }, { id: {} }),
  fc.jsonValue({ maxDepth: 2 }),
);

type Key = string | number;

/** Puts something strange somewhere into a copy of an answer, or takes a field away. */
function mutate(body: unknown, steps: readonly number[], value: unknown, drop: boolean): unknown {
  const copy: unknown = structuredClone(body);
  let holder = copy as Record<Key, unknown>;
  for (const [index, step] of steps.entries()) {
    const keys = Object.keys(holder);
    const key = keys[step % keys.length];
    if (key === undefined) return copy;
    const next = holder[key];
    if (index === steps.length - 1 || typeof next !== "object" || next === null) {
      if (drop) Reflect.deleteProperty(holder, key);
      else holder[key] = value;
      return copy;
    }
    holder = next as Record<Key, unknown>;
  }
  return copy;
}

const fixtures = join(import.meta.dirname, "../fixtures");
const bodies: readonly unknown[] = readdirSync(fixtures)
  .filter((file) => file.endsWith(".json"))
  .flatMap((file) => Object.values(JSON.parse(readFileSync(join(fixtures, file), "utf8")) as object));

const mutated = fc
  .record({
    body: fc.constantFrom(...bodies),
    steps: fc.array(fc.nat(20), { minLength: 1, maxLength: 7 }),
    value: strange,
    drop: fc.boolean(),
  })
  .map(({ body, steps, value, drop }) => JSON.stringify(mutate(body, steps, value, drop)));

const texts = fc.oneof(
  { weight: 6, arbitrary: mutated },
  { weight: 1, arbitrary: fc.tuple(mutated, fc.nat(200)).map(([text, cut]) => text.slice(0, cut)) },
  { weight: 1, arbitrary: fc.jsonValue().map((data) => JSON.stringify({ errorCode: "0", data })) },
  { weight: 1, arbitrary: fc.string() },
);

describe("whatever the gateway answers", () => {
  test.each(endpoints.map((each) => [each.name, each] as const))("%s throws nothing but GatewayError", (name, each) => {
    fc.assert(
      fc.property(texts, fc.constantFrom(200, 200, 200, 400, 404, 429, 500, 503), (text, status) => {
        try {
          readAnswer(each, { status, contentType: "application/json", text });
        } catch (error) {
          if (!(error instanceof GatewayError)) throw error;
          expect(error.endpoint).toBe(name);
          if (error.kind === "malformed") expect(error.field).toMatch(/^(body|errorCode|data(\.\w+)*)$/);
          if (error.kind === "refused") expect(error.code).not.toBeNull();
          expect(`${error.stack} ${JSON.stringify(error)} ${error.meaning} ${error.advice}`).not.toContain(SECRET);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("whatever a caller passes", () => {
  test.each(endpoints.map((each) => [each.name, each] as const))("%s asks for no more than was named", (name, each) => {
    const dangers = everything.filter(({ path, only }) => path === each.path && !only.includes(name));
    const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;
    whateverIsSent(each, likelyInputs(each).any, (body, input) => {
      expect(dangers.filter(({ tells }) => tells(body)).map(({ what }) => what)).toEqual([]);
      const empty = fieldsThat(isEmptyList, body).filter((field) => !Object.hasOwn(emptyLists, `${name} ${field}`));
      expect(empty).toEqual([]);
      const root = each.kind === "read" ? [] : fieldsThat((value) => value === "-1", body).filter(namesThings);
      expect(root.filter((field) => !Object.hasOwn(rootIds, `${name} ${field}`))).toEqual([]);
      if (allTypes[name]?.(body) === true) expect(input).toEqual({ types: "all" });
    });
  });

  const meant = everything.flatMap(({ what, tells, only }) => only.map((name) => [name, what, tells] as const));
  test.each(meant)("%s %s, and nothing less", (name, _, tells) => {
    const each = endpoints.find((one) => one.name === name);
    if (each === undefined) throw new Error(`There is no ${name}.`);
    whateverIsSent(each, likelyInputs(each).sound, (body) => expect(tells(body)).toBe(true));
  });
});
