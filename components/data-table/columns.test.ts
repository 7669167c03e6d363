import { expect, it } from "vitest";
import { type Column, settled } from "./columns";

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
