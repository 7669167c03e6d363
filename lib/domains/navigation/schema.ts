/** What stands beside the pages in the navigation: how many things there need a look. */
export interface NavigationCounts {
  /** By path of the page; pages without anything, or that the actor may not see, are left out. */
  counts: Readonly<Record<string, NavigationCount>>;
}

export interface NavigationCount {
  count: number;
  /** What is counted, as people read it behind the number. */
  of: "offline" | "unhandled";
}
