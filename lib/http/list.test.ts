import { expect, test } from "vitest";
import { z } from "zod";
import { listQuery, several } from "./list";

const Query = listQuery({ state: several(z.enum(["online", "offline"])) }, ["name", "model"]);

test("has defaults for everything", () => {
  expect(Query.parse({})).toEqual({ limit: 50, sort: { field: "name", descending: false } });
});

test("reads text as the address carries it", () => {
  expect(Query.parse({ q: "  gate ", limit: "200", sort: "-model", state: "online", cursor: "x.y" })).toEqual({
    q: "gate",
    limit: 200,
    sort: { field: "model", descending: true },
    state: ["online"],
    cursor: "x.y",
  });
  expect(Query.parse({ q: "  ", state: ["online", "offline"] })).toMatchObject({
    q: undefined,
    state: ["online", "offline"],
  });
});

test.each(["0", "201", "-1", "1.5", "", "ten", "1e2"])("refuses a limit of %j", (limit) => {
  expect(Query.safeParse({ limit }).error?.issues[0]?.path).toEqual(["limit"]);
});

test.each(["", "-", "colour", "--name", "name,model"])("refuses to sort by %j and says what there is", (sort) => {
  const issue = Query.safeParse({ sort }).error?.issues[0];
  expect(issue).toMatchObject({ path: ["sort"], message: "Give one of: name, -name, model, -model." });
});

test("refuses filters that are not in the list", () => {
  expect(Query.safeParse({ state: ["online", "asleep"] }).error?.issues[0]?.path).toEqual(["state", 1]);
});
