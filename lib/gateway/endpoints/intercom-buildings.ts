import { z } from "zod";
import { endpoint } from "../endpoint";
import { bit, gatewayId, pageFields, text } from "../strict";
import { pageOf, readId, readIdOrNull, readInteger, readText, readTextOrNull, readWords, record } from "../tolerant";

const ROOT_AREA = "-1";

/** Where buildings, rooms and residents are looked for: everywhere unless told. */
export const areaScope = {
  areaId: gatewayId().optional(),
  /** Default true. */
  includeSubAreas: z.boolean().optional(),
};

export const searchedArea = (input: { areaId?: string | undefined; includeSubAreas?: boolean | undefined }) => ({
  areaId: input.areaId ?? ROOT_AREA,
  isContainSubArea: bit(input.includeSubAreas ?? true),
});

const Building = record({
  buildId: readId(),
  buildName: readText(),
  areaId: readIdOrNull(),
  areaName: readTextOrNull(),
  totalRoom: readInteger(),
  totalPerson: readInteger(),
  deviceNames: readWords(),
}).transform((row) => ({
  id: row.buildId,
  name: row.buildName,
  areaId: row.areaId,
  areaName: row.areaName,
  rooms: row.totalRoom,
  residents: row.totalPerson,
  /** Names of its door stations; a name with a comma comes apart. */
  deviceNames: row.deviceNames,
}));

/** A building with rooms, made in the vendor's portal only. */
export type Building = z.output<typeof Building>;

/**
 * Buildings, of the whole account unless an area is named; `name` finds a part of the name. The guide names no page
 * limit: 500 as elsewhere. Guide 5.6.1, A.3.45, A.3.46.
 */
export const listBuildings = endpoint({
  name: "buildings.list",
  path: "POST /vims/v1/build/search",
  section: "5.6.1",
  kind: "read",
  paging: { style: "pageNum", max: 500 },
  input: z
    .strictObject({ ...pageFields(500), ...areaScope, name: text(64).optional() })
    .transform(({ page, pageSize, name, ...area }) => ({
      pageNum: page,
      pageSize,
      searchCriteria: { ...searchedArea(area), filterName: name ?? "" },
    })),
  output: pageOf("buildList", Building),
});

const Room = record({
  roomId: readId(),
  roomName: readText(),
  roomNum: readInteger(),
  buildId: readIdOrNull(),
  buildName: readTextOrNull(),
  areaId: readIdOrNull(),
  areaName: readTextOrNull(),
  personAmount: readInteger(),
  mainAccount: readTextOrNull(),
  email: readTextOrNull(),
  phone: readTextOrNull(),
}).transform((row) => ({
  id: row.roomId,
  name: row.roomName,
  number: row.roomNum,
  buildingId: row.buildId,
  buildingName: row.buildName,
  areaId: row.areaId,
  areaName: row.areaName,
  residents: row.personAmount,
  /** Name, e-mail and phone of the householder; null while nobody lives there. */
  householder: row.mainAccount,
  email: row.email,
  phone: row.phone,
}));

/** A room of a building, made in the vendor's portal only. */
export type Room = z.output<typeof Room>;

/**
 * Rooms, of the whole account unless an area or building is named. What is not asked for is sent as "", also where the
 * table says Integer, as in the example. The guide names no page limit: 500 as elsewhere. Guide 5.6.1, A.3.145-A.3.147.
 */
export const listRooms = endpoint({
  name: "rooms.list",
  path: "POST /vims/v1/room/search",
  section: "5.6.1",
  kind: "read",
  paging: { style: "pageNum", max: 500 },
  input: z
    .strictObject({
      ...pageFields(500),
      ...areaScope,
      buildingId: gatewayId().optional(),
      number: z.int().min(0).optional(),
      name: text(64).optional(),
      /** How many residents it has. */
      residents: z.int().min(0).optional(),
      email: text(128).optional(),
      householder: text(128).optional(),
    })
    .transform((input) => ({
      pageNum: input.page,
      pageSize: input.pageSize,
      searchCriteria: {
        ...searchedArea(input),
        buildId: input.buildingId ?? "",
        filter: {
          roomNum: input.number ?? "",
          roomName: input.name ?? "",
          personAmount: input.residents ?? "",
          email: input.email ?? "",
          mainAccount: input.householder ?? "",
        },
      },
    })),
  output: pageOf("roomList", Room),
});
