import { z } from "zod";
import { endpoint } from "../endpoint";
import { itemDone, itemOf, outcomeOf, outcomeOfLooseFailures } from "../outcome";
import { Secret } from "../secret";
import { offsetTime, utcOffset } from "../local-time";
import {
  gatewayId,
  moment,
  nonEmptyIds,
  nonEmptyPlainIds,
  pageFields,
  pinCode,
  plainId,
  present,
  secret,
  text,
} from "../strict";
import {
  failureRows,
  isRecord,
  nothing,
  pageOf,
  pick,
  readDate,
  readId,
  readIdOrNull,
  readInnerCode,
  readName,
  readObjectOrNull,
  readRows,
  readText,
  readTextOrNull,
  readUrl,
  readWord,
  record,
  toText,
} from "../tolerant";

const GENDERS = { female: 0, male: 1, unknown: 2 } as const;
export type Gender = keyof typeof GENDERS;

/** What stands for a blank last name: the guide's example sends "", but some accounts refuse that. */
const NO_LAST_NAME = "--";
const LAST_YEAR = 2037;
/** Base64 of some 5 MB. The gateway shrinks pictures above 200 KB, so smaller ones lose nothing. */
const PHOTO_CHARACTERS = 7_000_000;

const personFields = {
  departmentId: gatewayId(),
  personCode: plainId(16),
  firstName: text(255),
  lastName: text(255).nullable(),
  gender: z.enum(["female", "male", "unknown"]),
  phone: text(32).nullable().optional(),
  email: text(64).nullable().optional(),
  description: text(128).nullable().optional(),
  validFrom: moment(),
  validUntil: moment(),
  utcOffsetMinutes: utcOffset().default(0),
};

interface PersonInput {
  departmentId: string;
  personCode: string;
  firstName: string;
  lastName: string | null;
  gender: Gender;
  phone?: string | null | undefined;
  email?: string | null | undefined;
  description?: string | null | undefined;
  validFrom: Date;
  validUntil: Date;
  utcOffsetMinutes: number;
}

function personBody(input: PersonInput) {
  return present({
    groupId: input.departmentId,
    personCode: input.personCode,
    firstName: input.firstName,
    lastName: input.lastName ?? NO_LAST_NAME,
    gender: GENDERS[input.gender],
    phone: input.phone ?? (input.phone === null ? "" : undefined),
    email: input.email ?? (input.email === null ? "" : undefined),
    description: input.description ?? (input.description === null ? "" : undefined),
    startDate: offsetTime(input.validFrom, input.utcOffsetMinutes),
    endDate: offsetTime(input.validUntil, input.utcOffsetMinutes),
  });
}

/** The rules that concern more than one field of a person. */
function sound<S extends z.ZodType<unknown, PersonInput | object>>(schema: S) {
  return schema.superRefine((value, context) => {
    const input = value as PersonInput;
    const complain = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (input.validUntil <= input.validFrom) complain("validUntil", "must be after validFrom");
    if (Number(offsetTime(input.validUntil, input.utcOffsetMinutes).slice(0, 4)) > LAST_YEAR) {
      complain("validUntil", `must not be after the year ${LAST_YEAR}`);
    }
    if (input.firstName.length + (input.lastName ?? NO_LAST_NAME).length > 255) {
      complain("lastName", "must have at most 255 characters together with the first name");
    }
  });
}

/** A face picture as base64 alone. It is a Secret so that it never gets into logs, errors or audit entries. */
const photo = () =>
  secret(PHOTO_CHARACTERS).refine(
    (value) => /^[A-Za-z0-9+/]+={0,2}$/.test(value.reveal()),
    "must be base64 without anything before it",
  );

/**
 * Adds a person and gives the id. `personCode` is the employee number: 1 to 16 letters and digits, unique, never changed
 * later. No last name goes as "--": real accounts refuse the blank one of the example. Validity is written in the
 * offset's notation and must end by 2037. What is missing or null is left out. Guide 5.8.2.
 */
export const addPerson = endpoint({
  name: "persons.add",
  path: "POST /person/v1/persons/add",
  section: "5.8.2",
  kind: "command",
  input: sound(z.strictObject(personFields)).transform(({ phone, email, description, ...input }) =>
    personBody({
      ...input,
      phone: phone ?? undefined,
      email: email ?? undefined,
      description: description ?? undefined,
    }),
  ),
  output: record({ personId: readId(), personCode: readIdOrNull() }),
});

/**
 * Changes a person, here and on the doors. Everything but phone, email and description must be given; null clears those,
 * and what is left out is not sent. A changed `personCode` is refused with CCF000001. Access levels are changed by their
 * own calls alone. Guide 5.8.3.
 */
export const updatePerson = endpoint({
  name: "persons.update",
  path: "POST /person/v1/persons/update",
  section: "5.8.3",
  kind: "idempotent",
  timeoutMs: 30_000,
  input: sound(z.strictObject({ personId: plainId(), ...personFields })).transform(({ personId, ...input }) => ({
    ...personBody(input),
    personId,
  })),
  output: nothing(),
});

/** Sets a person's face picture, here and on the doors: JPEG as base64 without "data:" before it. Guide 5.8.4. */
export const setPersonPhoto = endpoint({
  name: "persons.setPhoto",
  path: "POST /person/v1/persons/photo",
  section: "5.8.4",
  kind: "idempotent",
  timeoutMs: 30_000,
  input: z
    .strictObject({ personId: plainId(), photo: photo() })
    .transform(({ personId, photo: photoData }) => ({ personId, photoData })),
  output: nothing(),
});

const Card = record({ id: readIdOrNull(), cardNo: readId() });
const Fingerprint = record({ id: readIdOrNull(), name: readText() });

// The PIN itself is looked at here and nowhere else; tables call it a list in one place.
const readHasPin = () =>
  z.unknown().transform((value) => [value].flat().some((pinCode) => (toText(pinCode)?.trim() ?? "") !== ""));

const PersonRow = record(
  {
    personId: readId(),
    groupId: readIdOrNull(),
    firstName: readName(),
    lastName: readName(),
    gender: readWord({ 0: "female", 1: "male", 2: "unknown" }),
    phone: readTextOrNull(),
    email: readTextOrNull(),
    description: readTextOrNull(),
    startDate: readDate(),
    endDate: readDate(),
    personCode: readIdOrNull(),
    headPicUrl: readUrl(),
    cardList: readRows(Card),
    fingerList: readRows(Fingerprint),
    pinCode: readHasPin(),
  },
  { personId: ["id"], phone: ["phoneNum"], headPicUrl: ["photoUrl"] },
).transform((row) => ({
  id: row.personId,
  departmentId: row.groupId,
  personCode: row.personCode,
  firstName: row.firstName,
  lastName: row.lastName,
  gender: row.gender,
  phone: row.phone,
  email: row.email,
  description: row.description,
  validFrom: row.startDate,
  validUntil: row.endDate,
  photoUrl: row.headPicUrl,
  cards: row.cardList.items,
  fingerprints: row.fingerList.items,
  hasPin: row.pinCode,
}));

/** Rows come nested under personInfo, alone or as a list of one, or flat. */
function flatten(row: unknown): unknown {
  if (!isRecord(row)) return row;
  const inner = [pick(row, "personInfo")].flat()[0];
  return isRecord(inner) ? { ...row, ...inner } : row;
}

const Person = z.preprocess(flatten, PersonRow);

/**
 * A person with the credentials held. Names are null where blank or "--". Of fingerprints only names come in, of the PIN
 * only whether there is one. `photoUrl` dies, nobody says when: fetch it when it is shown.
 */
export type Person = z.output<typeof Person>;

/** One person, null when the answer holds none. Sends `personId` as in the example (the table says Id). Guide 5.8.10. */
export const getPerson = endpoint({
  name: "persons.get",
  path: "POST /person/v1/persons/get",
  section: "5.8.10",
  kind: "read",
  input: z.strictObject({ personId: plainId() }).transform(({ personId }) => ({ personId })),
  output: z.preprocess((data) => {
    const row = flatten(data);
    return isRecord(row) && pick(row, "personId", "id") !== undefined ? row : null;
  }, PersonRow.nullable()),
});

/**
 * Deletes the persons named, here and on the doors. Ids go as one text parted by commas, which none of them can hold;
 * at least one is needed. Guide 5.8.11.
 */
export const deletePersons = endpoint({
  name: "persons.delete",
  path: "POST /person/v1/persons/delete",
  section: "5.8.11",
  kind: "command",
  timeoutMs: 30_000,
  input: z
    .strictObject({ personIds: nonEmptyPlainIds(100) })
    .transform(({ personIds }) => ({ personId: personIds.join(",") })),
  output: nothing(),
});

const CommonFailure = readObjectOrNull(record({ errorCode: readInnerCode() })).transform(
  (failure) => failure?.errorCode ?? null,
);

const QuickLevelFailure = z.preprocess(
  (row) => failureRows(row)[0] ?? {},
  record({ accessLevelId: readIdOrNull(), accessLevelName: readTextOrNull(), errorCode: readTextOrNull() }),
);

const LevelFailures = readObjectOrNull(
  record({
    errorCode: readInnerCode(),
    personAccessLevelFailedList: z.preprocess(failureRows, z.array(QuickLevelFailure)),
  }),
);

/**
 * Adds a person with PIN, face picture and access levels at once and applies them. The person is there even when one of
 * the rest failed: the outcome has an item for the person number, "pin", "photo" and each level id. "aceessLevelList" is
 * the guide's spelling. Cards and fingerprints are set afterwards. Guide 5.8.12, A.3.122, A.3.2, A.3.63.
 */
export const quickAddPerson = endpoint({
  name: "persons.quickAdd",
  path: "POST /person/v1/persons/quick/add",
  section: "5.8.12",
  kind: "command",
  timeoutMs: 30_000,
  input: sound(
    z.strictObject({
      ...personFields,
      pin: pinCode().optional(),
      photo: photo().optional(),
      levelIds: nonEmptyIds(100).optional(),
    }),
  ).transform(({ pin, photo: photoData, levelIds, phone, email, description, ...input }) =>
    present({
      personInfo: personBody({
        ...input,
        phone: phone ?? undefined,
        email: email ?? undefined,
        description: description ?? undefined,
      }),
      pinCode: pin,
      photoData,
      aceessLevelList: levelIds,
    }),
  ),
  output: record({
    personId: readId(),
    accessLevelFailed: LevelFailures,
    pinCodeFailed: CommonFailure,
    photoFailed: CommonFailure,
  }).transform((row) => ({
    personId: row.personId,
    pinFailure: row.pinCodeFailed,
    photoFailure: row.photoFailed,
    levelsFailure: row.accessLevelFailed?.errorCode ?? null,
    levelFailures: (row.accessLevelFailed?.personAccessLevelFailedList ?? []).map((failure) => ({
      levelId: failure.accessLevelId,
      levelName: failure.accessLevelName,
      code: failure.errorCode?.trim() ?? null,
    })),
  })),
  outcome: (data, input) => {
    const levels = input.levelIds ?? [];
    const failures = data.levelFailures.map(({ levelId, levelName, code }) => ({ id: levelId, name: levelName, code }));
    const levelItems =
      data.levelsFailure === null
        ? outcomeOfLooseFailures(levels, failures).items
        : levels.map((id) => itemOf({ id, code: data.levelsFailure }));
    return outcomeOf([
      itemDone(input.personCode),
      ...(input.pin ? [itemOf({ id: "pin", code: data.pinFailure })] : []),
      ...(input.photo ? [itemOf({ id: "photo", code: data.photoFailure })] : []),
      ...levelItems,
    ]);
  },
});

/**
 * Persons, up to 100 a page, by part of a name, e-mail address or phone number; nobody can be found by person number.
 * There is no total: another page may follow a full one (`mayHaveMore`). Rows come nested or flat, validity as epoch
 * milliseconds. Guide 5.8.13, A.3.125, A.3.50, A.3.96.
 */
export const listPersons = endpoint({
  name: "persons.list",
  path: "POST /person/v1/persons/list",
  section: "5.8.13",
  kind: "read",
  paging: { style: "pageIndex", max: 100 },
  input: z
    .strictObject({
      ...pageFields(100),
      name: text(255).optional(),
      email: text(64).optional(),
      phone: text(32).optional(),
    })
    .transform(({ page, pageSize, ...filter }) => {
      const criteria = present(filter);
      return present({
        pageIndex: page,
        pageSize,
        filter: Object.keys(criteria).length > 0 ? criteria : undefined,
      });
    }),
  output: pageOf("personList", Person).transform(({ items, skipped }) => ({ items, total: null, skipped })),
});

export type QrCodeKind = "png" | "jpeg" | "text";

/** A picture of the code, or the text to draw it from. Whoever holds it opens doors, so it comes as a Secret. */
export interface PersonQrCode {
  /** Base64 of the picture; or the text itself. */
  readonly content: Secret;
  readonly kind: QrCodeKind;
}

const PICTURE_STARTS = { iVBORw0KGgo: "png", "/9j/": "jpeg" } as const;

function toQrCode(data: string): PersonQrCode {
  const base64 = data.replace(/^data:image\/\w+;base64,/, "").replace(/\s+/g, "");
  for (const [start, kind] of Object.entries(PICTURE_STARTS)) {
    if (base64.startsWith(start)) return { content: new Secret(base64), kind };
  }
  return { content: new Secret(data.trim()), kind: "text" };
}

/**
 * A person's QR code, static or dynamic as the vendor's portal is set: a dynamic one dies after 60 s, and older ones with
 * its use, so it is asked for only while somebody looks at it, never by a sweep. Guide 5.8.14.
 */
export const getPersonQrCode = endpoint({
  name: "persons.qrCode",
  path: "POST /person/v1/persons/qrcode",
  section: "5.8.14",
  kind: "idempotent",
  input: z
    .strictObject({ personId: plainId(), at: moment(), utcOffsetMinutes: utcOffset().default(0) })
    .transform(({ personId, at, utcOffsetMinutes }) => ({
      personId,
      clientLocalTime: offsetTime(at, utcOffsetMinutes),
    })),
  output: record({ qrCodeData: z.string().trim().min(1) }).transform(({ qrCodeData }) => toQrCode(qrCodeData)),
});
