/** How one person wants the console, kept in cookies so that the server renders it at once. Runs anywhere. */
export const themes = ["system", "dark", "light"] as const;
export type Theme = (typeof themes)[number];

export const densities = ["comfortable", "compact"] as const;
export type Density = (typeof densities)[number];

export const navigationWidths = ["open", "rail"] as const;
export type NavigationWidth = (typeof navigationWidths)[number];

/** Whether letters and signs alone are shortcuts; dictation and unsteady hands do better without (WCAG 2.1.4). */
export const switches = ["on", "off"] as const;

export const preferenceCookies = {
  theme: "gatehouse-theme",
  density: "gatehouse-density",
  navigation: "gatehouse-navigation",
  singleKeys: "gatehouse-single-keys",
  alarmSound: "gatehouse-alarm-sound",
  alarmNotices: "gatehouse-alarm-notices",
} as const;

const columnPrefix = "gatehouse-columns-";

/** The cookie that holds a table's choice of columns. */
export const columnCookie = (table: string): string => `${columnPrefix}${table}`;

/** The choices among a request's kept cookies, by table. */
export function columnChoices(kept: ReadonlyMap<string, string>): Record<string, string> {
  const own = [...kept].filter(([name]) => name.startsWith(columnPrefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(columnPrefix.length), value]));
}

/** `value` when it is one of `known`, else undefined: a cookie may hold anything. */
export function oneOf<const T extends string>(known: readonly T[], value: string | undefined): T | undefined {
  return known.find((each) => each === value);
}

/** A zone this runtime can compute with, else UTC. */
export function knownZone(zone: string | undefined): string {
  if (zone === undefined) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

/** The first language of an `Accept-Language` header that can be formatted for. */
export function preferredLocale(header: string | null): string {
  for (const part of (header ?? "").split(",")) {
    const tag = part.split(";")[0]?.trim() ?? "";
    if (tag === "" || tag === "*") continue;
    try {
      const [supported] = Intl.DateTimeFormat.supportedLocalesOf(tag);
      if (supported !== undefined) return supported;
    } catch {
      // Not a language tag.
    }
  }
  return "en-GB";
}
