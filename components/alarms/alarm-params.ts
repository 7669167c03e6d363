/** What the queue keeps in its address, and what it asks the server for. Runs on the server too. */
import { createParser, parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { choices, oneText } from "@/components/data-table/list-params";
import type { AlarmListFilters } from "@/lib/domains/alarms/queries";
import { alarmStates, type AlarmState } from "@/lib/domains/alarms/terms";

export const queueTabs = ["unhandled", "mine", "handled", "handover"] as const;
export type QueueTab = (typeof queueTabs)[number];

export const queueSorts = ["-receivedAt", "receivedAt", "-occurredAt", "priority"] as const;

/** ISO times of `from..to`, either of which may be left out; null for what is none. */
export function stretchOf(text: string): { since?: string; until?: string } | null {
  const [since = "", until = "", ...rest] = text.split("..");
  const times = [since, until].filter((time) => time !== "");
  if (!text.includes("..") || rest.length > 0 || times.length === 0 || times.some((time) => !isoTime.test(time)))
    return null;
  return { ...(since === "" ? {} : { since }), ...(until === "" ? {} : { until }) };
}
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

export const alarmParams = {
  tab: parseAsStringLiteral(queueTabs).withDefault("unhandled"),
  q: parseAsString.withDefault(""),
  sort: parseAsStringLiteral(queueSorts).withDefault("-receivedAt"),
  state: choices(alarmStates),
  priority: parseAsArrayOf(parseAsInteger).withDefault([]),
  type: parseAsArrayOf(parseAsString).withDefault([]),
  area: oneText,
  source: oneText,
  rule: oneText,
  owner: oneText,
  /** Time of receipt, as the numbers of other pages lead here: see `stretchOf`. */
  when: createParser({ parse: (text) => (stretchOf(text) === null ? null : text), serialize: String }),
  /** Alarms of what is snoozed are shown as well. */
  snoozed: parseAsStringLiteral(["yes"]),
};

export interface AlarmAddress {
  tab: QueueTab;
  q: string;
  sort: string;
  state: readonly AlarmState[];
  priority: readonly number[];
  type: readonly string[];
  area: string | null;
  source: string | null;
  rule: string | null;
  owner: string | null;
  when: string | null;
  snoozed: "yes" | null;
}

export const handledStates = ["resolved", "closed"] as const satisfies readonly AlarmState[];

/** What each tab holds; the very conditions its number counts. `dayBegan` is the viewer's midnight, ISO. */
function conditionsOf(tab: QueueTab, dayBegan: string): AlarmListFilters {
  if (tab === "mine") return { state: ["open"], owner: "me" };
  if (tab === "handled") return { state: [...handledStates], handledSince: dayBegan };
  if (tab === "handover") return { handover: "yes" };
  return { state: ["open"], snoozed: "no" };
}

/** The query that an address asks for: the same on the server and in the browser, so that both mean one cache entry. */
export function alarmFilters(address: AlarmAddress, dayBegan: string): AlarmListFilters {
  const { tab, q, sort, state, priority, type, area, source, rule, owner, when, snoozed } = address;
  return {
    repeats: "grouped",
    sort,
    ...conditionsOf(tab, dayBegan),
    ...(q === "" ? {} : { q }),
    ...(state.length === 0 ? {} : { state: [...state] }),
    ...(priority.length === 0 ? {} : { priority: priority.map(String) }),
    ...(type.length === 0 ? {} : { type: [...type] }),
    ...(area === null ? {} : { area }),
    ...(source === null ? {} : { source }),
    ...(rule === null ? {} : { rule }),
    ...(owner === null || tab === "mine" ? {} : { owner }),
    ...(when === null ? {} : stretchOf(when)),
    ...(snoozed === "yes" && tab === "unhandled" ? { snoozed: undefined } : {}),
  };
}

/** Whether anything but the tab narrows the queue. */
export function isNarrowed({ q, state, priority, type, area, source, rule, owner, when }: AlarmAddress): boolean {
  const lists = [state, priority, type].some((values) => values.length > 0);
  return q !== "" || lists || [area, source, rule, owner, when].some((value) => value !== null);
}

/** The last midnight of a zone, ISO. */
export function dayBegan(now: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(now);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const since = ((of("hour") * 60 + of("minute")) * 60 + of("second")) * 1_000 + (now % 1_000);
  return new Date(now - since).toISOString();
}
