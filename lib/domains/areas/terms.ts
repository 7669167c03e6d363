/** The tree of areas, as the browser puts it together. */

/** Characters a new area's name may have, guide 5.2.2. */
export const AREA_NAME_MAX = 64;

/** Resources added in one request. */
export const RESOURCES_MAX = 100;
/** Resources taken out in one request: as many as an audit entry names. */
export const REMOVE_MAX = 200;

/** How many things there are, and how many of them are offline. */
export interface AreaCounts {
  cameras: number;
  camerasOffline: number;
  doors: number;
  doorsOffline: number;
  alarmInputs: number;
  alarmOutputs: number;
}

/** One area of the whole tree. `parentId` is null at the top, also when the parent is not known. */
export interface AreaLeaf {
  id: string;
  name: string;
  parentId: string | null;
  /** What is directly inside. */
  counts: AreaCounts;
}

export interface AreaNode extends AreaLeaf {
  children: AreaNode[];
  /** Everything inside, with the areas below. */
  within: AreaCounts;
}

const countNames = ["cameras", "camerasOffline", "doors", "doorsOffline", "alarmInputs", "alarmOutputs"] as const;

export function addCounts(a: AreaCounts, b: AreaCounts): AreaCounts {
  return Object.fromEntries(countNames.map((name) => [name, a[name] + b[name]])) as Record<keyof AreaCounts, number>;
}

/** The flat answer as a tree, with the sums of each branch. Areas in a circle of parents stand at the top. */
export function nestAreas(items: readonly AreaLeaf[]): AreaNode[] {
  const nodes = new Map(items.map((item) => [item.id, { ...item, children: [], within: item.counts } as AreaNode]));
  const roots: AreaNode[] = [];
  const placed = new Set<string>();
  for (const node of nodes.values()) {
    const parent = node.parentId === null ? undefined : nodes.get(node.parentId);
    (parent === undefined ? roots : parent.children).push(node);
  }
  const order: AreaNode[] = [];
  const walk = (from: AreaNode) => {
    const waiting = [from];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      placed.add(node.id);
      order.push(node);
      node.children = node.children.filter((child) => !placed.has(child.id));
      waiting.push(...node.children);
    }
  };
  for (const root of roots) walk(root);
  for (const node of nodes.values()) {
    if (placed.has(node.id)) continue;
    roots.push(node);
    walk(node);
  }
  for (const node of order.reverse()) {
    node.within = node.children.reduce((sum, child) => addCounts(sum, child.within), node.counts);
  }
  return roots;
}
