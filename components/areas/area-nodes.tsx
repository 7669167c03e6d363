import type { TreeNode } from "@/components/ui/tree";
import { type AreaCounts, type AreaLeaf, type AreaNode, nestAreas } from "@/lib/domains/areas/terms";

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function countsInWords(counts: AreaCounts): string {
  return [
    plural(counts.cameras, "camera", "cameras"),
    plural(counts.doors, "door", "doors"),
    plural(counts.alarmInputs, "input", "inputs"),
    plural(counts.alarmOutputs, "output", "outputs"),
  ].join(", ");
}

function Counts({ within }: { within: AreaCounts }) {
  const offline = within.camerasOffline + within.doorsOffline;
  const all = within.cameras + within.doors + within.alarmInputs + within.alarmOutputs;
  return (
    <span title={`${countsInWords(within)}, with the areas below`}>
      {offline === 0 ? null : <span className="me-2 text-danger-fg">{offline} offline</span>}
      {all}
    </span>
  );
}

function toTree(nodes: readonly AreaNode[]): TreeNode[] {
  return nodes.map(({ id, name, within, children }) => ({
    id,
    name,
    aside: <Counts within={within} />,
    children: toTree(children),
  }));
}

/** Every area as the tree shows it. */
export function areaTree(leaves: readonly AreaLeaf[]): TreeNode[] {
  return toTree(nestAreas(leaves));
}

const fold = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export interface FoundTree {
  nodes: TreeNode[];
  /** What must be open for every match to be seen. */
  expanded: Set<string>;
}

/** Areas whose name holds every word, with their ancestors; accents do not count. */
export function findInTree(nodes: readonly TreeNode[], words: string): FoundTree {
  const wanted = fold(words).split(/\s+/u).filter(Boolean);
  const expanded = new Set<string>();
  const within = (list: readonly TreeNode[]): TreeNode[] =>
    list.flatMap((node) => {
      const name = fold(node.name);
      const matches = wanted.every((word) => name.includes(word));
      const found = within(node.children ?? []);
      if (found.length > 0) {
        expanded.add(node.id);
        return [{ ...node, children: found }];
      }
      // What is below a match stays to be opened.
      return matches ? [node] : [];
    });
  return { nodes: within(nodes), expanded };
}

/** From the root down to this area; empty when it is not there. */
export function ancestry(leaves: readonly AreaLeaf[], id: string): AreaLeaf[] {
  const byId = new Map(leaves.map((leaf) => [leaf.id, leaf]));
  const path: AreaLeaf[] = [];
  for (
    let leaf = byId.get(id);
    leaf !== undefined && !path.includes(leaf);
    leaf = leaf.parentId === null ? undefined : byId.get(leaf.parentId)
  ) {
    path.unshift(leaf);
  }
  return path;
}
