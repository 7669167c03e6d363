import { z } from "zod";
import { endpoint } from "../endpoint";
import { outcomeOfLooseFailures, type FailureRow } from "../outcome";
import { bit, nonEmpty, nonEmptyIds, nonEmptyPlainIds, pageFields, plainId, present, text } from "../strict";
import {
  failureRows,
  isRecord,
  pageOf,
  pick,
  readId,
  readIdOrNull,
  readInnerCode,
  readObjectOrNull,
  readRows,
  readText,
  readTextOrNull,
  readWord,
  record,
  toText,
} from "../tolerant";

const idAndName = readObjectOrNull(record({ id: readIdOrNull(), name: readTextOrNull() }));

const LevelDoor = record({ id: readId(), name: readText(), areaInfo: idAndName }).transform((row) => ({
  id: row.id,
  name: row.name,
  areaId: row.areaInfo?.id ?? null,
  areaName: row.areaInfo?.name ?? null,
}));

const AccessLevel = record({
  id: readId(),
  name: readText(),
  remark: readTextOrNull(),
  usageType: readWord({ 0: "user", 1: "system" }),
  areaInfo: idAndName,
  timeSchedule: idAndName,
  associateResList: readRows(LevelDoor),
}).transform((row) => ({
  id: row.id,
  name: row.name,
  remark: row.remark,
  madeBySystem: row.usageType === "system",
  areaId: row.areaInfo?.id ?? null,
  areaName: row.areaInfo?.name ?? null,
  scheduleId: row.timeSchedule?.id ?? null,
  scheduleName: row.timeSchedule?.name ?? null,
  doors: row.associateResList.items,
}));

/** Doors that may be opened at the times of a schedule. Made and changed in the vendor's portal alone. */
export type AccessLevel = z.output<typeof AccessLevel>;

/**
 * Access levels, page by page: the guide gives no largest page, so at most 100 are asked for. Part of a name, doors,
 * schedules and areas narrow them down. Pages start at 1 as in the example (A.3.6 says 0). The page stands inside
 * accessLevelResponse; "aresIdList" and "aresSubNode" are the guide's spelling. Guide 5.7.4, A.3.3, A.3.5, A.3.6.
 */
export const listAccessLevels = endpoint({
  name: "accessLevels.list",
  path: "POST /acspm/v1/accesslevel/list",
  section: "5.7.4",
  kind: "read",
  paging: { style: "pageIndex", max: 100 },
  input: z
    .strictObject({
      ...pageFields(100),
      name: text(64).optional(),
      doorIds: nonEmptyIds().optional(),
      scheduleIds: nonEmptyIds().optional(),
      areaIds: nonEmptyIds().optional(),
      includeSubAreas: z.boolean().optional(),
    })
    .refine(({ includeSubAreas, areaIds }) => includeSubAreas === undefined || areaIds !== undefined, {
      path: ["areaIds"],
      message: "is needed to include what is below",
    })
    .transform(({ page, pageSize, ...filter }) => ({
      accessLevelSearchRequest: {
        pageIndex: page,
        pageSize,
        searchCriteria: present({
          accessLevelName: filter.name ?? "",
          associateResInfoList: filter.doorIds?.map((resId) => ({ resId })),
          timeScheduleIdList: filter.scheduleIds,
          aresIdList: filter.areaIds,
          depthTraversal: filter.includeSubAreas === undefined ? undefined : bit(filter.includeSubAreas),
        }),
      },
    })),
  output: z.preprocess(
    (data) => (isRecord(data) ? (pick(data, "accessLevelResponse") ?? data) : data),
    pageOf("accessLevelList", AccessLevel),
  ),
});

const applyWords = { 0: "applied", 1: "to apply", 2: "failed", 3: "deleting failed" } as const;

/** A word for a code; the guide names the one that stands for nothing. */
const readWordOr = <const W extends string>(words: Readonly<Record<string, W>>, otherwise: W) =>
  z.unknown().transform((value): W | "unknown" => {
    const code = toText(value)?.trim() ?? "";
    return code === "" ? otherwise : ((Object.hasOwn(words, code) ? words[code] : undefined) ?? "unknown");
  });

const FINGERPRINT_KNOWN = "VMS040112";

const CredentialStatus = record({
  id: readIdOrNull(),
  status: readWord(applyWords),
  type: readWordOr({ 0: "card", 1: "fingerprint", 2: "face", 3: "person" }, "face"),
  errorCode: readInnerCode(),
  message: readIdOrNull(),
}).transform(({ message, errorCode: code, ...row }) => ({
  ...row,
  code,
  duplicateOf: code === FINGERPRINT_KNOWN ? message : null,
}));

const ApplicationElement = record({
  id: readId(),
  name: readText(),
  type: readWordOr({ 0: "door", 1: "device" }, "door"),
  elementStatus: readObjectOrNull(record({ status: readWord(applyWords), errorCode: readInnerCode() })),
  certificateStatusList: readRows(CredentialStatus),
}).transform((row) => ({
  id: row.id,
  name: row.name,
  type: row.type,
  status: row.elementStatus?.status ?? ("unknown" as const),
  code: row.elementStatus?.errorCode ?? null,
  credentials: row.certificateStatusList.items,
}));

/**
 * How far a person has got onto a door or device. `code` and the codes of `credentials`, which are listed only after a
 * failure, come from the device; `duplicateOf` is the person number that holds the same finger.
 */
export type ApplicationElement = z.output<typeof ApplicationElement>;

/**
 * Where a person's levels and credentials have been applied. Doors that are done are listed only with `includeApplied`;
 * an empty list without it means that nothing is pending and nothing failed. Not paged. Guide 5.7.5, A.3.89, A.3.90,
 * A.3.53.
 */
export const getApplication = endpoint({
  name: "accessLevels.application",
  path: "POST /acspm/v1/maintain/overview/person/{id}/elementdetail",
  section: "5.7.5",
  kind: "read",
  input: z
    .strictObject({ personId: plainId(), includeApplied: z.boolean().default(false) })
    .transform(({ personId, includeApplied }) => ({ id: personId, returnSuccess: includeApplied })),
  output: z.preprocess(
    (data) => data ?? {},
    record({ elementDetailList: readRows(ApplicationElement) }).transform(({ elementDetailList }) => ({
      elements: elementDetailList.items,
      skipped: elementDetailList.skipped,
    })),
  ),
});

const LevelFailure = record({
  personId: readIdOrNull(),
  personName: readTextOrNull(),
  accessLevelId: readIdOrNull(),
  accessLevelName: readTextOrNull(),
  errorCode: readTextOrNull(),
}).transform((row) => ({
  personId: row.personId,
  personName: row.personName,
  levelId: row.accessLevelId,
  levelName: row.accessLevelName,
  code: row.errorCode?.trim() ?? null,
}));

/** A level that a person was not given, or did not lose. */
export type LevelFailure = z.output<typeof LevelFailure>;

// The table has a list around the object, the type of the failures is an object: all four are read.
const failuresIn = (data: unknown) =>
  (Array.isArray(data) ? data : [data]).flatMap((holder: unknown) =>
    isRecord(holder) ? failureRows(pick(holder, "accessLevelFailed")) : [],
  );

const output = z.preprocess(failuresIn, z.array(LevelFailure)).transform((failures) => ({ failures }));

const grants = nonEmpty(z.strictObject({ personId: plainId(), levelIds: nonEmptyIds() }), 100).refine(
  (persons) => new Set(persons.map(({ personId }) => personId)).size === persons.length,
  "must not name a person twice",
);
type Grants = readonly { readonly personId: string; readonly levelIds: readonly string[] }[];

const personList = (persons: Grants) =>
  persons.map(({ personId, levelIds }) => ({ personId, accessLevelIdList: levelIds }));

const listOnly = (persons: Grants) => personList(persons).map((person) => ({ ...person, deleteAll: false }));

/** The id under which an outcome speaks of one person and one level. */
export const grantId = (personId: string, levelId: string) => `${personId}/${levelId}`;

function grantOutcome({ failures }: z.output<typeof output>, persons: Grants) {
  const asked = persons.flatMap(({ personId, levelIds }) => levelIds.map((levelId) => grantId(personId, levelId)));
  const rows = failures.flatMap(({ personId, levelId, levelName, code }): FailureRow[] => {
    const meant = persons.filter((person) => personId === null || person.personId === personId);
    if (levelId === null && personId !== null) {
      return meant.flatMap(({ levelIds }) => levelIds.map((id) => ({ id: grantId(personId, id), code })));
    }
    const [only] = meant;
    const id = meant.length === 1 && only && levelId !== null ? grantId(only.personId, levelId) : null;
    return [{ id, name: levelName, code }];
  });
  return outcomeOfLooseFailures(asked, rows);
}

const personOutcome = ({ failures }: z.output<typeof output>, personIds: readonly string[]) =>
  outcomeOfLooseFailures(
    personIds,
    failures.map(({ personId, personName, code }) => ({ id: personId, name: personName, code })),
  );

/** What the calls for levels of each person share. */
const ofGrants = {
  timeoutMs: 30_000,
  output,
  outcome: (data: z.output<typeof output>, { persons }: { readonly persons: Grants }) => grantOutcome(data, persons),
};

/** What the calls share that take every level from the persons named. */
const ofPersons = {
  timeoutMs: 30_000,
  input: z
    .strictObject({ personIds: nonEmptyPlainIds(100) })
    .transform(({ personIds }) => ({ personList: personIds.map((personId) => ({ personId, deleteAll: true })) })),
  output,
  outcome: (data: z.output<typeof output>, { personIds }: { readonly personIds: readonly string[] }) =>
    personOutcome(data, personIds),
};

/**
 * Gives persons levels in addition to those they hold. Each person has their own; at least one each. A grant has its own
 * result, found under `grantId`. Applying to the doors comes after: see `getApplication`. Guide 5.7.6, A.3.2.
 */
export const addAccessLevels = endpoint({
  name: "accessLevels.add",
  path: "POST /acspm/v1/accesslevel/person/add",
  section: "5.7.6",
  kind: "command",
  ...ofGrants,
  input: z.strictObject({ persons: grants }).transform(({ persons }) => ({ personList: personList(persons) })),
});

/** Takes the levels named, and no others, from persons: `deleteAll` is always false. Guide 5.7.7, A.3.2. */
export const removeAccessLevels = endpoint({
  name: "accessLevels.remove",
  path: "POST /acspm/v1/accesslevel/person/delete",
  section: "5.7.7",
  kind: "command",
  ...ofGrants,
  input: z.strictObject({ persons: grants }).transform(({ persons }) => ({ personList: listOnly(persons) })),
});

/** Takes every level from the persons named, known to the console or not. Guide 5.7.7, A.3.2. */
export const removeAllAccessLevels = endpoint({
  name: "accessLevels.removeAll",
  path: "POST /acspm/v1/accesslevel/person/delete",
  section: "5.7.7",
  kind: "command",
  ...ofPersons,
});

/**
 * Makes the levels named the only ones of each person: what is not named is taken away. At least one each; for none there
 * is `clearAccessLevels`. Guide 5.7.8, A.3.2.
 */
export const setAccessLevels = endpoint({
  name: "accessLevels.set",
  path: "POST /acspm/v1/accesslevel/person/modify",
  section: "5.7.8",
  kind: "idempotent",
  ...ofGrants,
  input: z.strictObject({ persons: grants }).transform(({ persons }) => ({ personList: listOnly(persons) })),
});

/** Leaves the persons named without any level. Guide 5.7.8, A.3.2. */
export const clearAccessLevels = endpoint({
  name: "accessLevels.clear",
  path: "POST /acspm/v1/accesslevel/person/modify",
  section: "5.7.8",
  kind: "idempotent",
  ...ofPersons,
});
