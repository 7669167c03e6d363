import { alarmSources } from "@/lib/gateway/dictionary/sources";
import type { AlarmFileItem, AlarmItem } from "@/lib/domains/alarms/schema";

export const alarmHref = (id: string) => `/alarms/${encodeURIComponent(id)}`;

export const reportHref = (id: string) => `${alarmHref(id)}/report`;

/** What an alarm came from, as people call it. */
export function sourceName({ source }: Pick<AlarmItem, "source">): string {
  return source.name ?? source.id ?? "Source not told";
}

/** "Camera", "Door", "Alarm input"; null for kinds nobody has listed. */
export function sourceKind({ source }: Pick<AlarmItem, "source">): string | null {
  return source.type === null ? null : (alarmSources.get(source.type)?.label ?? null);
}

/** Where the source has a page of its own. */
export function sourceHref({ source }: Pick<AlarmItem, "source">): string | null {
  const key = source.type === null ? undefined : alarmSources.get(source.type)?.key;
  if (source.id === null) return null;
  const id = encodeURIComponent(source.id);
  if (key === "camera") return `/cameras/${id}`;
  if (key === "door") return `/doors?open=${id}`;
  return key === "alarmInput" ? `/inputs-outputs?open=${id}` : null;
}

/** "Intrusion, Loading bay east": for those who hear it. */
export function alarmTitle(alarm: Pick<AlarmItem, "typeName" | "source">): string {
  return `${alarm.typeName}, ${sourceName(alarm)}`;
}

const takenWords: Record<AlarmFileItem["taken"], string | null> = {
  before: "before",
  during: "at the alarm",
  after: "after",
  unknown: null,
};

/** "at the alarm, Loading bay east 03". */
export function fileWords(file: AlarmFileItem): string {
  const kind = file.kind === "video" ? "film" : "picture";
  const parts = [takenWords[file.taken] ?? kind, file.sourceName, file.person?.name ?? null];
  return parts.filter((part) => part !== null).join(", ");
}
