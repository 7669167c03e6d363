/** What stands beside the pages in the navigation: how many things there need a look. */
export interface NavigationCounts {
  /** By path of the page; pages without anything, or that the actor may not see, are left out. */
  counts: Readonly<Record<string, NavigationCount>>;
}

export interface NavigationCount {
  count: number;
  /** What is counted: things that are offline, or alarms that nobody has handled. */
  of: "offline" | "unhandled";
}
