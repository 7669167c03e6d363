import { z } from "zod";
import { endpoint } from "../endpoint";
import { offsetTime, utcOffset } from "../local-time";
import { Secret } from "../secret";
import { gatewayId, nonEmptyIds, pageFields, text } from "../strict";
import {
  nothing,
  pageOf,
  readBoolean,
  readDate,
  readId,
  readIdOrNull,
  readInteger,
  readRows,
  readText,
  readTextOrNull,
  record,
  toText,
} from "../tolerant";

/** What opens the door when held before the reader: a picture of a QR code in base64, or the text to make one of. */
export type PassCode =
  | { readonly kind: "picture"; readonly mediaType: "image/png" | "image/jpeg"; readonly data: Secret }
  | { readonly kind: "text"; readonly text: Secret };

const pictureStarts = [
  ["image/png", "89504e470d0a1a0a"],
  ["image/jpeg", "ffd8ff"],
] as const;

/** The guide says "base64" without saying of what: PNG and JPEG show themselves, all else is the text of a QR code. */
function toPassCode(value: unknown): PassCode | null {
  const given = toText(value)?.trim() ?? "";
  if (given === "") return null;
  const data = given.replace(/^data:image\/\w+;base64,/, "").replace(/\s+/g, "");
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(data)) {
    const start = Buffer.from(data.slice(0, 16), "base64").toString("hex");
    const [mediaType] = pictureStarts.find(([, bytes]) => start.startsWith(bytes)) ?? [];
    if (mediaType) return { kind: "picture", mediaType, data: new Secret(data) };
  }
  return { kind: "text", text: new Secret(given) };
}

const readSecret = () =>
  z.unknown().transform((value) => {
    const given = toText(value)?.trim();
    return given ? new Secret(given) : null;
  });

const AccessLevelOfPass = record(
  { accessLevelId: readId(), accessLevelName: readText() },
  { accessLevelId: ["id"], accessLevelName: ["name"] },
).transform((row) => ({ id: row.accessLevelId, name: row.accessLevelName }));

const shared = {
  openCount: readInteger(),
  name: readText(),
  startTime: readDate(),
  endTime: readDate(),
  creatorId: readIdOrNull(),
  creatorName: readTextOrNull(),
  expiredStatus: readBoolean(),
  password: readSecret(),
};
const dates = { startTime: ["startDate"], endTime: ["endDate"] };

const Pass = record(
  {
    ...shared,
    id: readIdOrNull(),
    code: z.unknown().transform(toPassCode),
    accessLevelList: readRows(AccessLevelOfPass),
  },
  dates,
).transform((row) => ({
  /** Null from `getPass`, whose answer does not repeat it. */
  id: row.id,
  name: row.name,
  /** How often it opens each door. */
  openCount: row.openCount,
  validFrom: row.startTime,
  validUntil: row.endTime,
  expired: row.expiredStatus,
  code: row.code,
  pin: row.password,
  creatorId: row.creatorId,
  creatorName: row.creatorName,
  /** Empty: it opens nothing. */
  accessLevels: row.accessLevelList.items,
}));

/** A temporary pass with what it opens doors with. */
export type Pass = z.output<typeof Pass>;

const PassSummary = record({ ...shared, id: readId(), creatorEmail: readTextOrNull() }, dates).transform((row) => ({
  id: row.id,
  name: row.name,
  openCount: row.openCount,
  validFrom: row.startTime,
  validUntil: row.endTime,
  expired: row.expiredStatus,
  pin: row.password,
  creatorId: row.creatorId,
  creatorName: row.creatorName,
  creatorEmail: row.creatorEmail,
}));

/** A temporary pass as lists show it: without its code and access levels. */
export type PassSummary = z.output<typeof PassSummary>;

/** The place's time at the moment of asking; the gateway wants it with each call. */
const asked = { clientTime: z.date(), utcOffsetMinutes: utcOffset() };

interface Asked {
  readonly clientTime: Date;
  readonly utcOffsetMinutes: number;
}
const localTime = ({ clientTime, utcOffsetMinutes }: Asked) => offsetTime(clientTime, utcOffsetMinutes);

/**
 * A pass with a code that works now. Each call makes a new dynamic code (it lives 60 s, and dies at once when a newer one
 * is used), so it counts as a command: never from a sweep, only while somebody looks at the pass. Nothing says whether a
 * code is static or dynamic: two answers that differ do. Guide 5.6.4, 4.13.
 */
export const getPass = endpoint({
  name: "passes.get",
  path: "POST /vims/v1/tempauth/get",
  section: "5.6.4",
  kind: "command",
  input: z
    .strictObject({ id: gatewayId(), ...asked })
    .transform(({ id, ...time }) => ({ id, clientLocalTime: localTime(time) })),
  output: Pass,
});

/**
 * Temporary passes without their codes; `search` looks into their names and their creators'. Times come as
 * milliseconds, under startTime or (in the example) startDate. No page limit is named: 500. Guide 5.6.4, A.3.153-A.3.155.
 */
export const listPasses = endpoint({
  name: "passes.list",
  path: "POST /vims/v1/tempauth/list",
  section: "5.6.4",
  kind: "read",
  paging: { style: "pageNum", max: 500 },
  input: z
    .strictObject({ ...pageFields(500), search: text(64).optional() })
    .transform(({ page, pageSize, search }) => ({
      pageNum: page,
      pageSize,
      searchRequest: { filter: { name: search ?? "" } },
    })),
  output: pageOf("tempAuthList", PassSummary),
});

const passFields = {
  name: text(32),
  openCount: z.int().min(1).max(200),
  validFrom: z.date(),
  validUntil: z.date(),
  /** A pass without any is made, looks valid and opens nothing: so there is always one. */
  accessLevelIds: nonEmptyIds(),
  ...asked,
};

interface PassGiven extends Asked {
  readonly name: string;
  readonly openCount: number;
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly accessLevelIds: readonly string[];
}

const passOnWire = (pass: PassGiven) => ({
  name: pass.name,
  openCount: pass.openCount,
  startTime: offsetTime(pass.validFrom, pass.utcOffsetMinutes),
  endTime: offsetTime(pass.validUntil, pass.utcOffsetMinutes),
  clientLocalTime: localTime(pass),
  alIds: pass.accessLevelIds,
});

const inOrder = (input: { readonly validFrom: Date; readonly validUntil: Date }) => input.validFrom < input.validUntil;
const ORDER = { path: ["validUntil"], message: "must be after the beginning" };

/**
 * Makes a temporary pass and answers its QR code and PIN. Each door opens `openCount` times, 1 to 200. Times are sent as
 * ISO 8601 with offset and come back as milliseconds. Always with access levels. Guide 5.6.4, 4.13.
 */
export const addPass = endpoint({
  name: "passes.add",
  path: "POST /vims/v1/tempauth/add",
  section: "5.6.4",
  kind: "command",
  input: z.strictObject(passFields).refine(inOrder, ORDER).transform(passOnWire),
  output: Pass,
});

/**
 * Changes a temporary pass whole: access levels too, sent as a list (the table says String, the example shows a list).
 * Guide 5.6.4.
 */
export const updatePass = endpoint({
  name: "passes.update",
  path: "POST /vims/v1/tempauth/update",
  section: "5.6.4",
  kind: "idempotent",
  input: z
    .strictObject({ ...passFields, id: gatewayId() })
    .refine(inOrder, ORDER)
    .transform(({ id, ...pass }) => ({ id, ...passOnWire(pass) })),
  output: nothing(),
});

/**
 * Deletes temporary passes; their codes and PINs open nothing more. Needs at least one id. `clientLocalTime` is sent as
 * the newer guide has it; this one does not know it and ignores it. Guide 5.6.4.
 */
export const deletePasses = endpoint({
  name: "passes.delete",
  path: "POST /vims/v1/tempauth/delete",
  section: "5.6.4",
  kind: "command",
  input: z
    .strictObject({ passIds: nonEmptyIds(), ...asked })
    .transform(({ passIds, ...time }) => ({ deleteList: passIds, clientLocalTime: localTime(time) })),
  output: nothing(),
});
