import { z } from "zod";
import { endpoint } from "../endpoint";
import { endsBy2037, offsetTime, utcOffset } from "../local-time";
import { itemDone, itemRefused, itemUnknown, outcomeOf } from "../outcome";
import type { CommandOutcome } from "../outcome";
import { gatewayId, nonEmpty, nonEmptyIds, pageFields, present, text } from "../strict";
import {
  isRecord,
  nothing,
  pageOf,
  readBoolean,
  readId,
  readIdOrNull,
  readInteger,
  readRows,
  readText,
  readTextOrNull,
  readUrl,
  readWord,
  record,
  toText,
} from "../tolerant";
import { areaScope, searchedArea } from "./intercom-buildings";

const roles = { 1: "householder", 0: "family" } as const;
const roleNumbers = { householder: 1, family: 0 } as const;
// Unlike a driver's: there 0 is unknown and 2 female.
const genderNumbers = { female: 0, male: 1, unknown: 2 } as const;

const ResidentRoom = record({
  roomId: readId(),
  roomNum: readInteger(),
  roomName: readTextOrNull(),
  buildId: readIdOrNull(),
  buildName: readTextOrNull(),
  areaId: readIdOrNull(),
  areaName: readTextOrNull(),
  accountType: readWord(roles),
}).transform((row) => ({
  roomId: row.roomId,
  number: row.roomNum,
  name: row.roomName,
  buildingId: row.buildId,
  buildingName: row.buildName,
  areaId: row.areaId,
  areaName: row.areaName,
  role: row.accountType,
}));

/** A room somebody lives in, as householder or family. */
export type ResidentRoom = z.output<typeof ResidentRoom>;

const rooms = readRows(ResidentRoom);

/** All rooms, or null when the answer does not name each readably: an update from it would take rooms nobody saw. */
const readAllRooms = () =>
  z.unknown().transform((value): ResidentRoom[] | null => {
    const read = Array.isArray(value) ? rooms.safeParse(value) : undefined;
    return read?.success && read.data.skipped === 0 ? read.data.items : null;
  });

const Resident = record(
  {
    personId: readId(),
    firstName: readText(),
    lastName: readText(),
    personName: readTextOrNull(),
    phone: readTextOrNull(),
    email: readTextOrNull(),
    isExpired: readBoolean(),
    photoUrl: readUrl(),
    headPicUrl: readUrl(),
    roomList: readAllRooms(),
  },
  { personId: ["id"], personName: ["fullName"] },
).transform((row) => ({
  id: row.personId,
  firstName: row.firstName,
  lastName: row.lastName,
  name: row.personName ?? [row.firstName, row.lastName].filter((part) => part.trim() !== "").join(" "),
  phone: row.phone,
  email: row.email,
  /** Whether the validity is over; null when the answer does not say. */
  expired: row.isExpired,
  /** The face picture for the devices, and the portrait; both addresses die. */
  photoUrl: row.photoUrl,
  portraitUrl: row.headPicUrl,
  /** Null: not known, so nothing to update from. */
  rooms: row.roomList,
}));

/** A person with at least one room. Ids have 18 digits. */
export type Resident = z.output<typeof Resident>;

/**
 * Residents, of the whole account unless an area or building is named. The criteria are sent as `searchRequest`, as in
 * the example (the table says searchCriteria); only those asked for, since the example's zeros would filter. Criteria the
 * gateway does not know it ignores: check what comes back. No page limit is named: 500. Guide 5.6.3, A.3.120, A.3.140.
 */
export const listResidents = endpoint({
  name: "residents.list",
  path: "POST /vims/v1/person/search",
  section: "5.6.3",
  kind: "read",
  paging: { style: "pageNum", max: 500 },
  input: z
    .strictObject({
      ...pageFields(500),
      ...areaScope,
      buildingId: gatewayId().optional(),
      name: text(255).optional(),
      roomNumber: z.int().min(0).optional(),
      email: text(128).optional(),
      phone: text(32).optional(),
      role: z.enum(["householder", "family"]).optional(),
      expired: z.boolean().optional(),
    })
    .transform((input) => ({
      pageNum: input.page,
      pageSize: input.pageSize,
      searchRequest: {
        ...searchedArea(input),
        buildId: input.buildingId ?? "",
        filter: present({
          name: input.name,
          roomNum: input.roomNumber,
          email: input.email,
          phone: input.phone,
          type: input.role && roleNumbers[input.role],
          isExpired: input.expired === undefined ? undefined : Number(input.expired),
        }),
      },
    })),
  output: pageOf("personList", Resident),
});

const roomGiven = z.strictObject({
  roomId: gatewayId(),
  buildingId: gatewayId(),
  areaId: gatewayId(),
  role: z.enum(["householder", "family"]),
  /** These name the room in the answer when it is full. */
  number: z.int().min(0).nullish(),
  name: z.string().nullish(),
  buildingName: z.string().nullish(),
  areaName: z.string().nullish(),
});

const allRooms = nonEmpty(roomGiven, 100).refine(
  (list) => new Set(list.map(({ roomId }) => roomId)).size === list.length,
  "must name each room once",
);

type RoomGiven = z.output<typeof roomGiven>;

const roomsOnWire = (list: readonly RoomGiven[]) =>
  list.map((room) =>
    present({
      roomId: room.roomId,
      roomNum: room.number ?? undefined,
      roomName: room.name ?? undefined,
      buildId: room.buildingId,
      buildName: room.buildingName ?? undefined,
      areaId: room.areaId,
      areaName: room.areaName ?? undefined,
      accountType: roleNumbers[room.role],
    }),
  );

const languages = [
  ...["en", "it", "es", "de", "fr", "pl", "nl", "pt", "ru", "tr", "ko", "zh_TW", "zh_CN", "th", "vi", "ja", "pt_BR"],
  ...["ar", "id"],
] as const;

const personFields = {
  groupId: gatewayId().optional(),
  firstName: text(128),
  lastName: text(128),
  gender: z.enum(["female", "male", "unknown"]),
  phone: text(32).optional(),
  email: z.email().max(64),
  description: text(128).optional(),
  validFrom: z.date(),
  validUntil: endsBy2037(),
  /** Of the place the resident lives at: the times are sent with it. */
  utcOffsetMinutes: utcOffset(),
  accessLevelIds: nonEmptyIds().optional(),
  /** Of the mails the resident gets; English unless told. */
  language: z.enum(languages).optional(),
  rooms: allRooms,
};

interface PersonGiven {
  readonly id?: string | undefined;
  readonly personCode?: string | undefined;
  readonly groupId?: string | undefined;
  readonly firstName: string;
  readonly lastName: string;
  readonly gender: keyof typeof genderNumbers;
  readonly phone?: string | undefined;
  readonly email: string;
  readonly description?: string | undefined;
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly utcOffsetMinutes: number;
}

const personOnWire = (person: PersonGiven) =>
  present({
    id: person.id,
    personCode: person.personCode,
    groupId: person.groupId,
    firstName: person.firstName,
    lastName: person.lastName,
    gender: genderNumbers[person.gender],
    phone: person.phone,
    email: person.email,
    description: person.description,
    startDate: offsetTime(person.validFrom, person.utcOffsetMinutes),
    endDate: offsetTime(person.validUntil, person.utcOffsetMinutes),
  });

const inOrder = (input: { readonly validFrom: Date; readonly validUntil: Date }) => input.validFrom < input.validUntil;
const ORDER = { path: ["validUntil"], message: "must be after the beginning" };

const FullRoom = record({
  buildName: readTextOrNull(),
  roomNum: readInteger(),
  roomName: readTextOrNull(),
  errorCode: z.unknown().transform((value) => toText(value)?.trim() || "VMS038005"),
}).transform((row) => ({
  buildingName: row.buildName,
  number: row.roomNum,
  name: row.roomName,
  code: row.errorCode,
}));

/** A room that took nobody in, which the answer names without its id. */
export type FullRoom = z.output<typeof FullRoom>;

const Stored = z.preprocess(
  (data) => (isRecord(data) ? data : {}),
  record({ personId: readIdOrNull(), failedResultList: readRows(FullRoom) }).transform((data) => ({
    /** Null when the answer does not say. */
    id: data.personId,
    fullRooms: data.failedResultList.items,
  })),
);

const isRoom = (full: FullRoom, room: z.input<typeof roomGiven>) => {
  const same = <T>(a: T | null, b: T | null | undefined) => a === null || (b ?? null) === null || a === b;
  const named = full.number !== null ? (room.number ?? null) !== null : (room.name ?? null) !== null;
  return (
    named && same(full.number, room.number) && same(full.name, room.name) && same(full.buildingName, room.buildingName)
  );
};

/** Rooms by id. A full room that cannot be told from the others leaves them all unknown. */
function roomOutcome(
  { fullRooms }: z.output<typeof Stored>,
  given: readonly z.input<typeof roomGiven>[],
): CommandOutcome {
  if (fullRooms.length >= given.length) {
    return outcomeOf(given.map(({ roomId, name }) => itemRefused(roomId, fullRooms[0]?.code ?? "", name ?? null)));
  }
  const matches = fullRooms.map((full) => ({ full, rooms: given.filter((room) => isRoom(full, room)) }));
  const certain = matches.every((match) => match.rooms.length === 1);
  return outcomeOf(
    given.map((room) => {
      const match = matches.find((each) => each.rooms.includes(room));
      const name = room.name ?? null;
      if (match && certain) return itemRefused(room.roomId, match.full.code, name);
      return certain ? itemDone(room.roomId, name) : itemUnknown(room.roomId, name);
    }),
  );
}

/** What is stored of a person and their rooms, and how it ends. */
const stored = {
  output: Stored,
  outcome: (
    data: z.output<typeof Stored>,
    { rooms: given }: { readonly rooms: readonly z.input<typeof roomGiven>[] },
  ) => roomOutcome(data, given),
};

/**
 * Adds a resident to rooms: a new person, or with `existing` one who is already known by id and code. The building's own
 * access level comes by itself. The year of `validUntil` is at most 2037. A full room hides in an inner list under an
 * outer success (VMS038005): see `outcome`. Two householders or none: VMS038011. Guide 5.6.3, 4.14, A.3.94, A.3.123.
 */
export const addResident = endpoint({
  name: "residents.add",
  path: "POST /vims/v1/person/add",
  section: "5.6.3",
  kind: "command",
  input: z
    .strictObject({ ...personFields, existing: z.strictObject({ id: gatewayId(), code: text(16) }).optional() })
    .refine(inOrder, ORDER)
    .transform(({ existing, rooms: list, accessLevelIds, language, ...person }) =>
      present({
        personBaseInfo: personOnWire({ ...person, id: existing?.id, personCode: existing?.code }),
        alIds: accessLevelIds,
        roomList: roomsOnWire(list),
        language,
      }),
    ),
  ...stored,
});

/**
 * Changes a resident and says where he lives. The gateway DELETES every room that is not sent, so `rooms` is all of them,
 * taken from `listResidents` just before, and never empty: leaving every room is `unlinkResidents`. A new room that is
 * full is read as refused. The employee number is not sent, as the guide wants it. Guide 5.6.3, 4.15, A.3.123, A.3.144.
 */
export const updateResident = endpoint({
  name: "residents.update",
  path: "POST /vims/v1/person/update",
  section: "5.6.3",
  kind: "idempotent",
  input: z
    .strictObject({ ...personFields, id: gatewayId() })
    .refine(inOrder, ORDER)
    .transform(({ rooms: list, accessLevelIds, language, ...person }) =>
      present({
        personBaseInfo: personOnWire(person),
        alIds: accessLevelIds,
        roomList: roomsOnWire(list),
        language,
      }),
    ),
  ...stored,
});

/**
 * Takes residents out of all their rooms; the persons stay and are deleted by `persons/delete` only. Needs at least one
 * id. Guide 5.6.3.
 */
export const unlinkResidents = endpoint({
  name: "residents.unlink",
  path: "POST /vims/v1/person/delete",
  section: "5.6.3",
  kind: "command",
  input: z.strictObject({ residentIds: nonEmptyIds() }).transform(({ residentIds }) => ({ deleteList: residentIds })),
  output: nothing(),
});
