import { z } from "zod";
import { endpoint } from "../endpoint";
import { DONE, itemRefused, outcomeOfLooseFailures, type CommandOutcome } from "../outcome";
import { Secret } from "../secret";
import { bit, gatewayId, nonEmptyIds, nothingAsked } from "../strict";
import { failureRows, isRecord, pick, readIdOrNull, readInteger, readTextOrNull, record } from "../tolerant";

/** unlock: open it once; lock: back to normal; remain unlocked and remain locked: until told otherwise. */
export const doorActions = ["unlock", "lock", "remain unlocked", "remain locked"] as const;
export type DoorAction = (typeof doorActions)[number];

const ACTION_TYPES: Readonly<Record<DoorAction, number>> = {
  unlock: 1,
  lock: 2,
  "remain unlocked": 3,
  "remain locked": 4,
};
const ALL_AREAS = "-1";

const action = z.enum(doorActions);
const direction = z.enum(["enter", "exit"]).default("enter");
const directionCode = (way: "enter" | "exit") => (way === "enter" ? 0 : 1);

const DoorFailure = record({
  elementId: readIdOrNull(),
  elementName: readTextOrNull(),
  areaId: readIdOrNull(),
  areaName: readTextOrNull(),
  errorCode: readTextOrNull(),
}).transform((row) => ({
  doorId: row.elementId,
  doorName: row.elementName,
  areaId: row.areaId,
  areaName: row.areaName,
  code: row.errorCode?.trim() ?? null,
}));

/** A door that was not moved. Names are often blank, and the id may be. */
export type DoorFailure = z.output<typeof DoorFailure>;

const output = z
  .preprocess((data) => failureRows(isRecord(data) ? pick(data, "operationResult") : null), z.array(DoorFailure))
  .transform((failures) => ({ failures }));

/**
 * Moves the doors named, and no others: needs at least one id, and sends no area, because an empty list or area "-1"
 * would move every door. Ids go as strings under "elementlist"; objects were seen to be accepted and do nothing. The
 * answer lists failures only, so a door that is not named there was moved. Guide 5.7.1, A.3.138, A.3.139.
 */
export const controlDoors = endpoint({
  name: "doors.control",
  path: "POST /acs/v1/remote/control",
  section: "5.7.1",
  kind: "command",
  timeoutMs: 30_000,
  input: z.strictObject({ doorIds: nonEmptyIds(), action, direction }).transform((input) => ({
    remoteControl: {
      actionType: ACTION_TYPES[input.action],
      elementlist: input.doorIds,
      direction: directionCode(input.direction),
    },
  })),
  output,
  outcome: ({ failures }, { doorIds }) =>
    outcomeOfLooseFailures(
      doorIds,
      failures.map(({ doorId, doorName, code }) => ({ id: doorId, name: doorName, code })),
    ),
});

/** What became of doors that nobody named: the failures are known, the rest can only be taken for moved. */
function outcomeForMany({ failures }: z.output<typeof output>): CommandOutcome {
  const items = failures
    .filter(({ code }) => code !== "0")
    .map(({ doorId, doorName, code }) => itemRefused(doorId ?? "", code ?? "", doorName));
  return items.length === 0 ? DONE : { result: "partly done", items };
}

/**
 * Moves every door of an area, with `includeSubAreas` also of all areas below. Which doors these are is decided by the
 * gateway, not by what the console shows; prefer `controlDoors` with the doors that were seen. Guide 5.7.1, A.3.138.
 */
export const controlAreaDoors = endpoint({
  name: "doors.controlArea",
  path: "POST /acs/v1/remote/control",
  section: "5.7.1",
  kind: "command",
  timeoutMs: 30_000,
  input: z
    .strictObject({ areaId: gatewayId(), includeSubAreas: z.boolean(), action, direction })
    .transform((input) => ({
      remoteControl: {
        actionType: ACTION_TYPES[input.action],
        elementlist: [],
        direction: directionCode(input.direction),
        areaId: input.areaId,
        depthTraversal: bit(input.includeSubAreas),
      },
    })),
  output,
  outcome: outcomeForMany,
});

/**
 * Moves every door of the account: for emergencies, under a permission of its own. Real servers were reported not to do
 * it at all, so look at the doors afterwards. Guide 5.7.1, A.3.138.
 */
export const controlAllDoors = endpoint({
  name: "doors.controlAll",
  path: "POST /acs/v1/remote/control",
  section: "5.7.1",
  kind: "command",
  timeoutMs: 60_000,
  input: z.strictObject({ action, direction }).transform((input) => ({
    remoteControl: {
      actionType: ACTION_TYPES[input.action],
      elementlist: [],
      direction: directionCode(input.direction),
      areaId: ALL_AREAS,
      depthTraversal: 1,
    },
  })),
  output,
  outcome: outcomeForMany,
});

const secretOrNull = () => readIdOrNull().transform((value) => (value === null ? null : new Secret(value)));

/**
 * The key that Bluetooth credentials of the whole system are encrypted with. `key` and `vector` are 32 bytes in hex, null
 * where there are none; `encryption` is AES128_CBC. It opens doors: it stays on the server. Guide 5.7.2.
 */
export const getBluetoothKey = endpoint({
  name: "access.bluetoothKey",
  path: "GET /acs/v1/encryptinfo/get",
  section: "5.7.2",
  kind: "read",
  input: nothingAsked(),
  output: z.preprocess(
    (data) => data ?? {},
    record({
      encryptType: readTextOrNull(),
      authData: secretOrNull(),
      vector: secretOrNull(),
      loopCount: readInteger(),
    }).transform((row) => ({
      encryption: row.encryptType,
      key: row.authData,
      vector: row.vector,
      rounds: row.loopCount,
    })),
  ),
});
