import { z } from "zod";
import { endpoint } from "../endpoint";
import {
  pageOf,
  biasToUtcOffset,
  readBoolean,
  readId,
  readIdOrNull,
  readInnerCode,
  readInteger,
  readObjectOrNull,
  readRows,
  readText,
  readTextOrNull,
  record,
} from "../tolerant";
import { gatewayId, nonEmptyIds, nothingAsked, pageFields, text } from "../strict";

const ROOT = "-1";

const areaShape = {
  id: readId(),
  name: readText(),
  parentAreaID: readIdOrNull(),
  existSubArea: readBoolean(),
  areaPath: readTextOrNull(),
};

type AreaRow = { [K in keyof typeof areaShape]: z.output<(typeof areaShape)[K]> };

function toArea(row: AreaRow) {
  return {
    id: row.id,
    name: row.name,
    parentId: row.parentAreaID === ROOT ? null : row.parentAreaID,
    hasChildren: row.existSubArea,
    path: row.areaPath,
  };
}

const Area = record(areaShape).transform(toArea);

/**
 * An area. `parentId` is null at the top ("-1" on the wire); `path` runs from the top down, its names joined by "->", and
 * is null where the gateway leaves it out.
 */
export type Area = z.output<typeof Area>;

/** Makes an area below `parentId`, or at the top with null ("-1" on the wire). Guide 5.2.2. */
export const addArea = endpoint({
  name: "areas.add",
  path: "POST /resource/v1/areas/add",
  section: "5.2.2",
  kind: "command",
  input: z
    .strictObject({ parentId: gatewayId(32).nullable(), name: text(64) })
    .transform(({ parentId, name }) => ({ parentAreaID: parentId ?? ROOT, areaName: name })),
  output: record({ areaID: readId() }, { areaID: ["id"] }).transform(({ areaID }) => ({ areaId: areaID })),
});

/**
 * Areas, up to 500 a page: all of them, or those below `parentId`. Pages are sent as strings and includeSubArea as the
 * number 1, as in the example (the table says "-1"); totalCount counts records. Guide 5.2.2, A.3.44.
 */
export const listAreas = endpoint({
  name: "areas.list",
  path: "POST /resource/v1/areas/get",
  section: "5.2.2",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: z
    .strictObject({
      ...pageFields(500),
      parentId: gatewayId(32).optional(),
      includeSubAreas: z.boolean().default(true),
    })
    .transform(({ page, pageSize, parentId, includeSubAreas }) => ({
      pageIndex: String(page),
      pageSize: String(pageSize),
      filter: { parentAreaID: parentId ?? ROOT, includeSubArea: includeSubAreas ? 1 : 0 },
    })),
  output: pageOf("area", Area),
});

const AreaOrFailure = record({ ...areaShape, errorCode: readInnerCode() });

/** Areas asked for by id, and those the gateway does not know, each with its code. */
export interface AreaDetails {
  readonly areas: Area[];
  readonly missing: { readonly id: string; readonly code: string }[];
  readonly skipped: number;
}

/** Areas by id, with their paths. Unknown ids come back as rows with an error code. Guide 5.2.2, A.3.44. */
export const getAreas = endpoint({
  name: "areas.detail",
  path: "POST /resource/v1/areadetail/get",
  section: "5.2.2",
  kind: "read",
  input: z.strictObject({ areaIds: nonEmptyIds() }).transform(({ areaIds }) => ({ areaID: areaIds })),
  output: z.preprocess(
    (data) => data ?? {},
    record({ area: readRows(AreaOrFailure) }).transform(({ area }): AreaDetails => ({
      areas: area.items.filter((row) => row.errorCode === null).map(toArea),
      missing: area.items.flatMap(({ id, errorCode }) => (errorCode === null ? [] : [{ id, code: errorCode }])),
      skipped: area.skipped,
    })),
  ),
});

// All zeros mean that the date is not set.
const dateOfYear = (value: string | null) => (value === null || /^[0:\s]*$/.test(value) ? null : value);

const TimeZone = record({
  id: readId(),
  standardName: readText(),
  displayName: readText(),
  bias: readInteger(),
  dst: readObjectOrNull(
    record({
      daylightBias: readInteger(),
      daylightDate: readTextOrNull(),
      standardDate: readTextOrNull(),
      enable: readBoolean(),
    }),
  ),
}).transform((row) => ({
  id: row.id,
  standardName: row.standardName,
  displayName: row.displayName,
  utcOffsetMinutes: biasToUtcOffset(row.bias),
  daylightSaving: row.dst && {
    enabled: row.dst.enable ?? false,
    shiftMinutes: biasToUtcOffset(row.dst.daylightBias),
    startsAt: dateOfYear(row.dst.daylightDate),
    endsAt: dateOfYear(row.dst.standardDate),
  },
}));

/**
 * A time zone of the platform. `utcOffsetMinutes` counts minutes east (the wire counts west); `shiftMinutes` is added in
 * summer. Start and end keep the platform's own notation of five numbers, null when not set.
 */
export type TimeZone = z.output<typeof TimeZone>;

export interface TimeZones {
  readonly timeZones: TimeZone[];
  /** The platform's own zone. */
  readonly systemTimeZoneId: string | null;
  readonly skipped: number;
}

/** Every time zone a device may have, by the platform's own ids. Not paged. Guide 5.2.2, A.3.162, A.3.163. */
export const listTimeZones = endpoint({
  name: "timeZones.list",
  path: "POST /resource/v1/timezone/get",
  section: "5.2.2",
  kind: "read",
  input: nothingAsked(),
  output: z.preprocess(
    (data) => data ?? {},
    record({ timeZone: readRows(TimeZone), systemTimeZoneID: readIdOrNull() }).transform((data): TimeZones => ({
      timeZones: data.timeZone.items,
      systemTimeZoneId: data.systemTimeZoneID,
      skipped: data.timeZone.skipped,
    })),
  ),
});
