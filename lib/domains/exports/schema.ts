import { z } from "zod";
import type { Permission } from "@/lib/auth/roles";
import { auditExportFields, AuditQuery, type AuditExportRow } from "@/lib/domains/audit/schema";
import { AlarmQuery, type AlarmItem } from "@/lib/domains/alarms/schema";
import { dispositionWords, priorityWords, stateWords } from "@/lib/domains/alarms/terms";
import { AreaQuery, type AreaItem } from "@/lib/domains/areas/schema";
import { CameraQuery, type CameraItem } from "@/lib/domains/cameras/schema";
import { abilitiesInWords } from "@/lib/domains/cameras/terms";
import { DeviceQuery, type DeviceItem } from "@/lib/domains/devices/schema";
import { ElementQuery, type ElementItem } from "@/lib/domains/elements/schema";
import { EventQuery, type EventItem } from "@/lib/domains/events/schema";
import { callStateWords, eventKindWords, eventResultWords } from "@/lib/domains/events/terms";
import { readPermission } from "@/lib/domains/sync/schema";

export const exportLists = [
  "cameras",
  "devices",
  "doors",
  "alarm-inputs",
  "alarm-outputs",
  "areas",
  "alarms",
  "audit",
  "events",
] as const;
export type ExportList = (typeof exportLists)[number];

export const exportFormats = ["csv", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export type Cell = string | number | null;

/** One column of the file. */
export interface Field<Item> {
  /** Its name in JSON. */
  key: string;
  header: string;
  value: (item: Item) => Cell;
}

/** Columns of the table on screen, by id, and what each becomes in the file. */
type Columns<Item> = Readonly<Record<string, readonly Field<Item>[]>>;

export interface ExportedList<Query extends z.ZodObject, Item> {
  permission: Permission;
  /** Tells what people did and from where: whoever takes it away proves first who they are. */
  personal: boolean;
  /** Query of `GET /api/<list>`. */
  query: Query;
  columns: Columns<Item>;
}

function field<Item>(key: string, header: string, value: (item: Item) => Cell): Field<Item> {
  return { key, header, value };
}

const pathOf = (names: readonly string[] | undefined) => names?.join(" / ") ?? null;

const elementColumns: Columns<ElementItem> = {
  name: [field("name", "Name", ({ name }) => name)],
  state: [
    field("state", "State", ({ state }) => state),
    field("stateSince", "State since", ({ stateSince }) => stateSince),
  ],
  area: [
    field("area", "Area", ({ area }) => area?.name ?? null),
    field("areaPath", "Area path", ({ area }) => pathOf(area?.path)),
  ],
  serial: [
    field("serial", "Serial", ({ device }) => device?.serial ?? null),
    field("channel", "Channel", ({ channelNo }) => channelNo),
  ],
  device: [field("device", "Device", ({ device }) => device?.name ?? null)],
  id: [field("id", "Gateway id", ({ id }) => id)],
};

const cameraColumns: Columns<CameraItem> = {
  ...elementColumns,
  abilities: [field("abilities", "Abilities", ({ abilities }) => abilitiesInWords(abilities))],
};

const deviceColumns: Columns<DeviceItem> = {
  name: [field("name", "Name", ({ name }) => name)],
  state: [
    field("state", "State", ({ state }) => state),
    field("stateSince", "State since", ({ stateSince }) => stateSince),
  ],
  category: [field("category", "Category", ({ category }) => category)],
  model: [field("model", "Model", ({ model }) => model)],
  serial: [field("serial", "Serial", ({ serial }) => serial)],
  firmware: [field("firmware", "Firmware", ({ firmware }) => firmware)],
  added: [field("added", "Added", ({ addedAt }) => addedAt)],
  id: [field("id", "Gateway id", ({ id }) => id)],
};

const areaColumns: Columns<AreaItem> = {
  name: [field("name", "Name", ({ name }) => name)],
  path: [field("path", "Path", ({ path }) => pathOf(path))],
  counts: [
    field("cameras", "Cameras", ({ counts }) => counts.cameras),
    field("camerasOffline", "Cameras offline", ({ counts }) => counts.camerasOffline),
    field("doors", "Doors", ({ counts }) => counts.doors),
    field("doorsOffline", "Doors offline", ({ counts }) => counts.doorsOffline),
    field("alarmInputs", "Alarm inputs", ({ counts }) => counts.alarmInputs),
    field("alarmOutputs", "Alarm outputs", ({ counts }) => counts.alarmOutputs),
  ],
  id: [field("id", "Gateway id", ({ id }) => id)],
};

const alarmColumns: Columns<AlarmItem> = {
  type: [field("type", "Type", ({ typeName }) => typeName), field("typeCode", "Type code", ({ type }) => type)],
  state: [field("state", "State", ({ state }) => stateWords[state])],
  priority: [
    field("priority", "Priority", ({ priority }) => priority),
    field("priorityWord", "Priority in words", ({ priority }) => priorityWords[priority]),
  ],
  source: [
    field("source", "Source", ({ source }) => source.name),
    field("sourceId", "Source id", ({ source }) => source.id),
  ],
  area: [field("area", "Area", ({ area }) => area.name)],
  occurredAt: [field("occurredAt", "Occurred", ({ occurredAt }) => occurredAt)],
  receivedAt: [field("receivedAt", "Received", ({ receivedAt }) => receivedAt)],
  endedAt: [field("endedAt", "Ended", ({ endedAt }) => endedAt)],
  owner: [field("owner", "Owner", ({ owner }) => owner?.name ?? null)],
  disposition: [field("disposition", "Disposition", ({ disposition }) => disposition && dispositionWords[disposition])],
  repeats: [field("repeats", "Alarms in the run", ({ repeats }) => repeats.count)],
  id: [field("id", "Gateway id", ({ id }) => id)],
};

const auditKeys = {
  time: ["entry", "time"],
  who: ["who", "whoId", "role"],
  what: ["action", "what", "phase"],
  object: ["objects", "objectIds", "objectCount"],
  result: ["result", "code"],
  address: ["address"],
  entry: ["hash"],
} as const satisfies Record<string, readonly (keyof AuditExportRow)[]>;

const auditHeaders = new Map(auditExportFields.map(({ key, header }) => [key, header]));

const auditColumns: Columns<AuditExportRow> = Object.fromEntries(
  Object.entries(auditKeys).map(([id, keys]) => [
    id,
    keys.map((key) => field<AuditExportRow>(key, auditHeaders.get(key) ?? key, (row) => row[key])),
  ]),
);

const eventColumns: Columns<EventItem> = {
  time: [
    field("occurredAt", "Occurred", ({ occurredAt }) => occurredAt),
    field("receivedAt", "Received", ({ receivedAt }) => receivedAt),
  ],
  what: [
    field("what", "What", ({ typeName }) => typeName),
    field("type", "Type", ({ type }) => type),
    field("kind", "Kind", ({ kind }) => eventKindWords[kind]),
  ],
  person: [
    field("person", "Person", ({ person }) => person?.name ?? null),
    field("personId", "Person id", ({ person }) => person?.id ?? null),
    field("cardEnding", "Card ends in", ({ person }) => person?.cardEnding ?? null),
  ],
  where: [
    field("source", "Where", ({ source }) => source.name),
    field("sourceId", "Where, gateway id", ({ source }) => source.id),
    field("device", "Device", ({ device }) => device.name),
    field("serial", "Serial", ({ device }) => device.serial),
    field("plate", "Number plate", ({ vehicle }) => vehicle?.plate ?? null),
  ],
  area: [field("area", "Area", ({ area }) => area.name)],
  result: [
    field("result", "Result", ({ result, call }) => {
      if (call !== null) return callStateWords[call.state];
      return result === null ? null : eventResultWords[result];
    }),
  ],
};

function exported<Query extends z.ZodObject, Item>(
  list: Exclude<ExportList, "alarms" | "audit" | "events">,
  query: Query,
  columns: Columns<Item>,
): ExportedList<Query, Item> {
  return { permission: readPermission[list], personal: false, query, columns };
}

/** What can be exported: the lists as their own addresses answer them. */
export const exportedLists = {
  cameras: exported("cameras", CameraQuery, cameraColumns),
  devices: exported("devices", DeviceQuery, deviceColumns),
  doors: exported("doors", ElementQuery, elementColumns),
  "alarm-inputs": exported("alarm-inputs", ElementQuery, elementColumns),
  "alarm-outputs": exported("alarm-outputs", ElementQuery, elementColumns),
  areas: exported("areas", AreaQuery, areaColumns),
  alarms: { permission: "alarms:read", personal: false, query: AlarmQuery, columns: alarmColumns },
  audit: { permission: "audit:read", personal: true, query: AuditQuery, columns: auditColumns },
  events: { permission: "doors:read", personal: true, query: EventQuery, columns: eventColumns },
} as const;

/** The file's columns for those chosen on screen, in that order; all of them where none are named. */
export function fieldsOf<Item>(columns: Columns<Item>, chosen: readonly string[] | undefined): readonly Field<Item>[] {
  return (chosen ?? Object.keys(columns)).flatMap((id) => (Object.hasOwn(columns, id) ? (columns[id] ?? []) : []));
}

/** Body of `POST /api/exports`: the list, its query as in its address, the columns by id, and csv or json. */
export const Export = z
  .strictObject({
    list: z.enum(exportLists),
    query: z
      .record(z.string().max(64), z.union([z.string().max(4_000), z.array(z.string().max(200)).max(100)]))
      .default({}),
    columns: z.array(z.string().max(64)).min(1).max(50).optional(),
    format: z.enum(exportFormats).default("csv"),
  })
  .superRefine(({ list, query, columns }, context) => {
    const { query: schema, columns: known } = exportedLists[list];
    for (const name of ["cursor", "limit"].filter((each) => Object.hasOwn(query, each))) {
      context.addIssue({ code: "custom", path: ["query", name], message: "Leave this out: all pages are exported." });
    }
    const parsed = schema.strict().safeParse(query);
    for (const issue of parsed.error?.issues ?? []) {
      const names = issue.code === "unrecognized_keys" ? issue.keys : [issue.path.map(String).join(".")];
      for (const name of names) {
        const message =
          issue.code === "unrecognized_keys" ? "This list has no such filter: leave it out." : issue.message;
        context.addIssue({ code: "custom", path: ["query", name], message });
      }
    }
    columns?.forEach((id, at) => {
      if (Object.hasOwn(known, id)) return;
      const message = `This list has the columns ${Object.keys(known).join(", ")}.`;
      context.addIssue({ code: "custom", path: ["columns", at], message });
    });
  });
export type Export = z.output<typeof Export>;
export type ExportRequest = z.input<typeof Export>;
