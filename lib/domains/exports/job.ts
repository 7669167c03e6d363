import { stringify } from "csv-stringify/sync";
import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { readAuditExportPage } from "@/lib/domains/audit/read";
import { listAlarms } from "@/lib/domains/alarms/read/list";
import { listAlarmInputs } from "@/lib/domains/alarm-inputs/read";
import { listAlarmOutputs } from "@/lib/domains/alarm-outputs/read";
import { listAreas } from "@/lib/domains/areas/read";
import { listCameras } from "@/lib/domains/cameras/read";
import { listDevices } from "@/lib/domains/devices/read";
import { listDoors } from "@/lib/domains/doors/read";
import { listEvents } from "@/lib/domains/events/read";
import { type Listing, MAX_LIMIT } from "@/lib/http/list";
import { defineJob } from "@/lib/jobs/define";
import { type Cell, Export, type ExportedList, exportedLists, type ExportList, fieldsOf } from "./schema";

interface Page {
  fields: readonly { key: string; header: string }[];
  rows: Cell[][];
  next: string | null;
  total: number | null;
}

type ReadPage = (actor: Actor, wanted: Export, cursor: string | null) => Promise<Page>;

function pages<Query extends z.ZodObject, Item>(
  list: ExportedList<Query, Item>,
  read: (actor: Actor, query: z.output<Query>) => Promise<Listing<Item>>,
): ReadPage {
  return async (actor, { query, columns }, cursor) => {
    const fields = fieldsOf(list.columns, columns);
    const position = cursor === null ? {} : { cursor };
    const page = await read(actor, list.query.parse({ ...query, ...position, limit: String(MAX_LIMIT) }));
    const rows = page.items.map((item) => fields.map(({ value }) => value(item)));
    return { fields, rows, next: page.nextCursor, total: page.total };
  };
}

/** The very functions behind the lists, so that an export shows what its owner may see, and no more. */
const readers: Readonly<Record<ExportList, ReadPage>> = {
  cameras: pages(exportedLists.cameras, (actor, query) => listCameras(actor, query, { pictures: false })),
  devices: pages(exportedLists.devices, listDevices),
  doors: pages(exportedLists.doors, listDoors),
  "alarm-inputs": pages(exportedLists["alarm-inputs"], listAlarmInputs),
  "alarm-outputs": pages(exportedLists["alarm-outputs"], listAlarmOutputs),
  areas: pages(exportedLists.areas, listAreas),
  alarms: pages(exportedLists.alarms, listAlarms),
  audit: pages(exportedLists.audit, readAuditExportPage),
  events: pages(exportedLists.events, listEvents),
};

const words: Readonly<Record<ExportList, string>> = {
  cameras: "cameras",
  devices: "devices",
  doors: "doors",
  "alarm-inputs": "alarm inputs",
  "alarm-outputs": "alarm outputs",
  areas: "areas",
  alarms: "alarms",
  audit: "audit log",
  events: "events",
};

const csvOptions = {
  record_delimiter: "\r\n",
  // What a spreadsheet would take for a formula gets an apostrophe before it.
  escape_formulas: true,
  // A line end of any kind within a cell.
  quoted_match: /[\r\n]/,
} as const;

/** The mark at the start says that it is UTF-8. */
function csv({ fields, rows }: Page, first: boolean): string {
  const heads = first ? [fields.map(({ header }) => header)] : [];
  return stringify([...heads, ...rows], { ...csvOptions, bom: first });
}

function json({ fields, rows, next }: Page, first: boolean): string {
  const objects = rows.map((row) => JSON.stringify(Object.fromEntries(fields.map(({ key }, at) => [key, row[at]]))));
  const lines = objects.map((object, at) => `${first && at === 0 ? "" : ","}\n${object}`);
  return `${first ? "[" : ""}${lines.join("")}${next === null ? "\n]\n" : ""}`;
}

const formats = {
  csv: { write: csv, type: "text/csv; charset=utf-8" },
  json: { write: json, type: "application/json; charset=utf-8" },
} as const;

/** A list as a file, page by page, with the filters, the order and the columns that were on screen. */
export const exportList = defineJob<Export>({
  name: "export.list",
  params: Export,
  title: ({ list, format }) => `Export of ${words[list]}${format === "csv" ? "" : `, ${format.toUpperCase()}`}`,
  action: ({ list }) => (list === "audit" ? "audit.export" : "list.export"),
  permission: ({ list }) => exportedLists[list].permission,
  produce: {
    file: ({ list, format }, createdAt) => {
      const stamp = createdAt.toISOString().slice(0, 16).replaceAll(":", "").replace("T", "-");
      return { name: `${list}-${stamp}.${format}`, type: formats[format].type };
    },
    async piece({ actor, params, at }) {
      const page = await readers[params.list](actor, params, at);
      const text = formats[params.format].write(page, at === null);
      return { text, next: page.next, count: page.rows.length, total: page.total };
    },
  },
});
