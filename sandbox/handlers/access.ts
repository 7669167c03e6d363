import { createHash } from "node:crypto";
import { GatewayError } from "../errors";
import type { Input, Json, JsonObject } from "../validate";
import { readerOf } from "../world/swipes";
import type { Swipe } from "../world/swipes";
import { localTime, offsetOf } from "../world/timezones";
import { isOnline, ROOT } from "../world/world";
import type { World } from "../world/world";
import type { Context, Handler } from "./handler";
import { deviceDelay } from "./handler";
import { parseTime } from "./persons";

const OFFLINE = "VMS021314";
const DEFAULT_PAGE = 20;
const SNAPSHOT_SECONDS = 24 * 3600;
const DOOR_PICTURE_SECONDS = 2 * 3600;

/**
 * Guide 5.7.1. An empty or missing list means every door of the area, and without an area, or with "-1", every door of
 * the account. Failures alone are listed: VMS000003 unknown (with blank names), VMS021314 offline.
 */
const remoteControl: Handler = async (context, input) => {
  const { world, clock } = context;
  const order = input.object("remoteControl");
  const areaId = order.text("areaId");
  const ids = order.texts("elementlist");
  if (ids.length === 0 && areaId !== "" && areaId !== ROOT && !world.areas.has(areaId)) {
    throw new GatewayError("OPEN000031");
  }
  await deviceDelay(context);
  const wanted = ids.length > 0 ? ids : doorsIn(world, areaId, order.integer("depthTraversal") === 1);
  const operationResult = wanted.flatMap((id): Json[] => {
    const door = world.resources.get(id);
    if (door?.kind !== "door") return [failure(id, "", "", "", "VMS000003")];
    const area = world.areas.get(door.resource.areaId);
    if (!isOnline(door)) return [failure(id, door.resource.name, area?.id ?? "", area?.name ?? "", OFFLINE)];
    const [actionType, direction] = [order.integer("actionType"), order.integer("direction")];
    world.people.doorStates.set(id, { actionType, direction, at: clock.now() });
    return [];
  });
  return { operationResult };
};

function failure(elementId: string, elementName: string, areaId: string, areaName: string, errorCode: string): Json {
  return { elementId, elementName, areaId, areaName, errorCode };
}

function doorsIn(world: World, areaId: string, deep: boolean): string[] {
  const areas = areaId === "" || areaId === ROOT ? null : deep ? world.below(areaId) : new Set([areaId]);
  return world.lists.door
    .filter(({ resource }) => areas === null || areas.has(resource.areaId))
    .map(({ resource }) => resource.id);
}

/** Guide 5.7.2. */
const getEncryptInfo: Handler = ({ world }) => ({
  encryptType: "AES128_CBC",
  authData: digest(`${world.systemGuid}/bluetooth`),
  vector: digest(`${world.systemGuid}/vector`),
  loopCount: 1000,
});

function digest(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/** Guide 5.7.3, newest first. Criteria in comma lists; blank ones do not count. OPEN000026 for an unreadable time. */
const searchRecords: Handler = (context, input) => {
  const { world, clock, settings } = context;
  const criteria = input.object("searchCriteria");
  const from = parseTime(criteria.text("beginTime"), "OPEN000026") ?? 0;
  const to = parseTime(criteria.text("endTime"), "OPEN000026") ?? Number.MAX_SAFE_INTEGER;
  const tests = recordTests(criteria);
  const found = world.people.swipes
    .between(from - 1, to, clock.now())
    .filter((swipe) => tests.every((test) => test(swipe)))
    .reverse();
  const shown = settings.pageLimitTotal === null ? found : found.slice(0, settings.pageLimitTotal);
  const pageIndex = input.has("pageIndex") ? input.integer("pageIndex") : 1;
  const pageSize = input.has("pageSize") ? input.integer("pageSize") : DEFAULT_PAGE;
  const start = (pageIndex - 1) * pageSize;
  const recordList = shown.slice(start, start + pageSize).map((swipe) => recordRow(context, swipe));
  if (shown.length === 0) return { recordList, totalNum: 0 };
  return { totalNum: shown.length, pageIndex, pageSize, recordList };
};

const words = (text: string) => new Set(text.split(",").flatMap((word) => word.trim() || []));

function recordTests(criteria: Input): ((swipe: Swipe) => boolean)[] {
  const tests: ((swipe: Swipe) => boolean)[] = [];
  const among = (list: string, value: (swipe: Swipe) => string) => {
    const wanted = words(list);
    if (wanted.size > 0) tests.push((swipe) => wanted.has(value(swipe)));
  };
  among(criteria.text("eventTypes"), (swipe) => String(swipe.eventType));
  among(criteria.text("elementIDs"), (swipe) => swipe.door.resource.id);
  const result = criteria.integer("swipeAuthResult");
  if (result !== 0) tests.push((swipe) => swipe.ok === (result === 1));
  if (criteria.integer("searchType") === 1) {
    among(criteria.text("cardNumber"), (swipe) => swipe.cardNo);
  } else {
    const condition = criteria.object("personCondition");
    among(condition.text("personIds"), (swipe) => swipe.person?.id ?? "");
    const name = condition.text("personName").trim().toLowerCase();
    if (name !== "") {
      tests.push(({ person }) => `${person?.firstName ?? ""} ${person?.lastName ?? ""}`.toLowerCase().includes(name));
    }
  }
  // Nobody's temperature or mask is measured here: asking for any of them finds nobody.
  if (["temperatureStatus", "maskStatus"].some((key) => criteria.integer(key) !== 0)) tests.push(() => false);
  return tests;
}

/** A record as real servers write it: `occurTime` in UTC, `deviceTime` by the site's clock, a counter as devSerialNo. */
function recordRow({ world, pictures, origin }: Context, swipe: Swipe): JsonObject {
  const { at, door, person } = swipe;
  const { resource, device } = door;
  const recordGuid = world.people.swipes.guidOf(swipe);
  const snapshot = `/image/access/swipe/${recordGuid}/${person?.id ?? "-"}`;
  return {
    recordGuid,
    elementId: resource.id,
    elementName: resource.name,
    elementPicUrl: pictures.signedUrl(origin, `/image/access/door/${door.channelId}`, at, DOOR_PICTURE_SECONDS),
    elementType: 1002,
    areaId: resource.areaId,
    areaName: world.areas.get(resource.areaId)?.name ?? "",
    deviceId: device.id,
    deviceName: device.name,
    acsSnapPicList: swipe.pictured
      ? [{ snapPicUrl: pictures.signedUrl(origin, snapshot, at, SNAPSHOT_SECONDS), snapPicType: 0 }]
      : [],
    associatedCameraList: "",
    cardReaderId: readerOf(door.channelId),
    cardReaderName: `${resource.name} reader`,
    occurTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
    deviceTime: zoned(device.timeZoneId, at),
    recordTime: `${new Date(at + 1_000).toISOString().slice(0, 19)}Z`,
    eventType: swipe.eventType,
    swipeAuthResult: swipe.ok ? 1 : 0,
    eventMainType: 0,
    devSerialNo: swipe.serial,
    hasCameraSnapPic: swipe.pictured ? 1 : 0,
    hasDevVideoRecord: 0,
    cardNumber: swipe.cardNo,
    personInfo: {
      id: person?.id ?? "",
      baseInfo: {
        firstName: person?.firstName ?? "",
        lastName: person?.lastName ?? "",
        ...(person && { personCode: person.code }),
        fullPath: person ? world.people.pathOf(person.groupId) : "",
        phoneNum: person?.phone ?? "",
        photoUrl: person?.photo
          ? pictures.signedUrl(origin, `/image/access/face/${person.id}`, at, SNAPSHOT_SECONDS)
          : "",
      },
    },
    attendanceStatus: swipe.attendance,
  };
}

/** `yyyy-MM-ddTHH:mm:ss+08:00` on the clocks of a zone. */
function zoned(zoneId: string, at: number): string {
  const offset = offsetOf(zoneId, at);
  const [hours, minutes] = [Math.abs(offset) / 60, Math.abs(offset) % 60].map((n) =>
    String(Math.floor(n)).padStart(2, "0"),
  );
  return `${localTime(zoneId, at).replace(" ", "T")}${offset < 0 ? "-" : "+"}${hours}:${minutes}`;
}

export const accessHandlers: Record<string, Handler> = {
  "/acs/v1/remote/control": remoteControl,
  "/acs/v1/encryptinfo/get": getEncryptInfo,
  "/acs/v1/event/certificaterecords/search": searchRecords,
};
