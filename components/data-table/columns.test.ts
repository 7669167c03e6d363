import { expect, it } from "vitest";
import { type Column, fitting, settled } from "./columns";

const column = (id: string, hidden = false): Column<unknown> => ({ id, header: id, hidden, cell: () => null });
const columns = [column("name"), column("state"), column("area"), column("model", true)];

it("without a choice the columns stand as defined, the hidden ones left out", () => {
  expect(settled(columns, null)).toEqual({ order: ["state", "area", "model"], hidden: new Set(["model"]), widths: {} });
});

it("a choice made before a column existed keeps its order, and the new one comes last as it is defined", () => {
  const saved = { order: ["area", "state"], hidden: new Set(["state"]), widths: { area: 200 } };
  expect(settled(columns, saved)).toEqual({
    ...saved,
    order: ["area", "state", "model"],
    hidden: new Set(["state", "model"]),
  });
});

it("a hidden column that was chosen stays chosen, and one that no longer exists is forgotten", () => {
  const saved = { order: ["model", "gone", "state", "area"], hidden: new Set<string>(), widths: { gone: 99 } };
  expect(settled(columns, saved)).toEqual({ order: ["model", "state", "area"], hidden: new Set(), widths: {} });
});

it("where there is no room, what a phone leaves out goes first, from the end, then its second line", () => {
  const [name, state, area, model] = columns;
  const all = [
    name,
    { ...state, narrow: "end" },
    { ...area, narrow: "none", sort: "area" },
    model,
  ] as Column<unknown>[];
  const fit = (room: number, sorted = "name") =>
    fitting(all, { room, gap: 10, rem: 10, before: ["1.5rem"], sorted }).map(({ id }) => id);
  // 1.5 + 11 + 3 times 7 rem, with a gap between each two.
  expect(fit(375)).toEqual(["name", "state", "area", "model"]);
  expect(fit(374)).toEqual(["name", "state", "model"]);
  expect(fit(374, "area")).toEqual(["name", "state", "area"]);
  expect(fit(294)).toEqual(["name", "state"]);
  expect(fit(0)).toEqual(["name", "state"]);
  expect(fit(0, "area")).toEqual(["name", "state", "area"]);
});
