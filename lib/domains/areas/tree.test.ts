import { expect, it } from "vitest";
import { nestAreas, type AreaLeaf } from "./terms";

const leaf = (id: string, parentId: string | null, cameras: number): AreaLeaf => ({
  id,
  name: id.toUpperCase(),
  parentId,
  counts: { cameras, camerasOffline: cameras > 1 ? 1 : 0, doors: 1, doorsOffline: 0, alarmInputs: 0, alarmOutputs: 2 },
});

it("nests areas in their order and sums up each branch", () => {
  const [root, ...others] = nestAreas([leaf("b", "a", 2), leaf("a", null, 1), leaf("c", "b", 4), leaf("d", "a", 8)]);
  expect(others).toEqual([]);
  expect(root?.children.map((node) => node.id)).toEqual(["b", "d"]);
  expect(root?.within).toEqual({
    cameras: 15,
    camerasOffline: 3,
    doors: 4,
    doorsOffline: 0,
    alarmInputs: 0,
    alarmOutputs: 8,
  });
  expect(root?.counts.cameras).toBe(1);
});

it("keeps areas whose parent is unknown or that go round in a circle", () => {
  const roots = nestAreas([leaf("a", "b", 1), leaf("b", "a", 1), leaf("c", "c", 1), leaf("d", "nowhere", 1)]);
  const all = (nodes: typeof roots): string[] => nodes.flatMap((node) => [node.id, ...all(node.children)]);
  expect(all(roots).toSorted()).toEqual(["a", "b", "c", "d"]);
});
