import { hash, Random } from "./random";
import { otherData, otherForm, otherName, VIDEO_LOOSE } from "./spelling-video";
import type { Json, JsonObject } from "./validate";

/** `observed`: as live servers write; `guide`: as the guide's examples do; `awkward`: every variation at once. */
type Spelling = "guide" | "observed" | "awkward";
export const SPELLINGS = ["guide", "observed", "awkward"] as const;

export interface Envelope {
  errorCode: string;
  message?: string;
  data?: Json;
}

/** Values written as numbers in one place of the guide and as texts in another. */
const LOOSE = new Set([
  ...VIDEO_LOOSE,
  ..."online onlineStatus no timeZone timeZoneID existSubArea isEncrypted streamEncryptEnable pageIndex pageSize status bias enable succeeded failed total packageStatus purchaseAmount usingAmount remainingAmount totalAmount availableCameraChannelNum availableAlarmInputChannelNum availableAlarmOutputChannelNum alarmOutputState lastExpiredTime expiredTime activationTime expireTime systemTimeZoneID daylightBias pageNum page total totalNum totalRoom totalPerson roomNum personAmount isExpired accountType openCount startTime endTime expiredStatus vehicleType speedLimit accStatus gender distributionStatus peopleCount successCount moreData weekday clockInSource clockOutSource attendanceStatus resourceType offlineCount offlineDuration fingerQuality swipeAuthResult eventType eventMainType elementType devSerialNo hasCameraSnapPic hasDevVideoRecord snapPicType usageType loopCount type startDate endDate permissionState batchId remainingNumber dataRetransmission alarmState pulseAlarm markState affirmedState level encrypted saveState generationMode captureIndex fileContent authResult currentEvent serialNo roomNumber msgType callType direction height speed driveDirection vehicleListType waitTime".split(
    " ",
  ),
]);
const TOTALS = new Set(["totalCount", "totalNum"]);
/** Keys written differently in the guide's table and example, in the rows of a list. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tempAuthList: { startTime: "startDate", endTime: "endDate", creatorId: "creatorid" },
  reportDataList: { groupName: "fullPath" },
};
/** Keys of messages that the guide spells in several ways. */
const ALIASES = new Map<string, readonly string[]>(
  Object.entries({
    events: ["events", "event"],
    eventData: ["eventData", "evenData", "data"],
    resourceInfo: ["resourceInfo", "resource"],
    sourceID: ["sourceID", "sourceId"],
    vehicleRelatedInfo: ["vehicleRelatedInfo", "vehicleReletedInfo"],
    queueRelatedInfo: ["queueRelatedInfo", "queueReletedInfo"],
    linkageTypes: ["linkageTypes", "linkageType"],
    alarmMsg: ["alarmMsg", "AlarmMsg"],
  }),
);
const RESOURCE_LISTS = new Set(["camera", "door", "alarmInput", "alarmOutput"]);

/** Rewrites canonical answers. Awkward mode varies from answer to answer, but a row always lacks the same parts. */
export class Speller {
  mode: Spelling = "observed";
  #answers = 0;

  write(envelope: Envelope): string {
    const { errorCode, message, data } = envelope;
    if (this.mode === "awkward") return JSON.stringify(this.#awkward(envelope));
    if (this.mode === "guide") {
      return JSON.stringify(data === undefined ? { ...(message && { message }), errorCode } : { data, errorCode });
    }
    return JSON.stringify({ errorCode, ...(message && { message }), ...(data !== undefined && { data }) });
  }

  #awkward({ errorCode, message, data }: Envelope): JsonObject {
    const random = new Random(`awkward/${this.#answers++}`);
    const answer: JsonObject = { errorCode };
    if (message !== undefined) answer[random.pick(["message", "errorMsg", "Message"])] = message;
    else if (random.chance(0.5)) answer["message"] = random.pick(["success", "Ok", "OK"]);
    if (data !== undefined) {
      const upperId = random.chance(0.3);
      answer[random.pick(["data", "Data"])] = twisted(otherData(data, random), { random, upperId, list: "" });
    } else if (message === undefined && random.chance(0.5)) answer["data"] = null;
    answer["requestId"] = random.hex(16);
    return shuffled(answer, random);
  }
}

interface Twist {
  random: Random;
  upperId: boolean;
  /** The list the object is a row of, empty elsewhere. */
  list: string;
}

function twisted(value: Json, twist: Twist): Json {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? twistObject(value, twist) : value;
}

function twistObject(written: JsonObject, twist: Twist): JsonObject {
  const { random, upperId, list } = twist;
  const source = list === "personList" ? flattened(written) : written;
  const result: JsonObject = {};
  const fixed = typeof source["id"] === "string" ? hash(source["id"]) : 0;
  for (const [plain, value] of Object.entries(source)) {
    const aliases = list === "file" && plain === "url" ? ["url", "URL"] : ALIASES.get(plain);
    const key = aliases ? random.pick(aliases) : plain;
    if (RESOURCE_LISTS.has(list) && lacks(list, key, fixed)) continue;
    if (list === "vehicle" && key === "vehicleInfo" && random.chance(0.5)) {
      Object.assign(result, value);
      continue;
    }
    // A count of tasks is no total of a list.
    if (TOTALS.has(key) && !("successCount" in source)) {
      if (random.chance(0.5)) result[key] = String(value);
      continue;
    }
    const named = otherName(key, value, list, random);
    if (Array.isArray(value)) {
      twistList(result, named, value, twist);
      continue;
    }
    const form = otherForm(key, value, random);
    if (form !== undefined) {
      result[named] = form;
      continue;
    }
    if (list === "camera" && key === "online" && fixed % 2 === 0) {
      result["onlineStatus"] = Number(value);
      continue;
    }
    const renamed = random.chance(0.5) ? RENAMED[list]?.[key] : undefined;
    const name = renamed ?? (key === "id" && upperId && list !== "" ? "ID" : named);
    result[name] = LOOSE.has(key) && random.chance(0.5) ? swapped(value) : twisted(value, { ...twist, list: "" });
  }
  if (list !== "") result["extraFieldOfANewerServer"] = { nested: [1, "two", null] };
  return shuffled(result, random);
}

/** Every other person comes flat instead of nested, always the same ones. */
function flattened(person: JsonObject): JsonObject {
  const { personInfo, ...rest } = person;
  if (personInfo === null || typeof personInfo !== "object" || Array.isArray(personInfo)) return person;
  return hash(String(personInfo["personId"])) % 2 === 0 ? { ...personInfo, ...rest } : person;
}

/** Every eighth row has no area, every ninth no device: always the same rows, so that a mirror stays still. */
function lacks(list: string, key: string, fixed: number): boolean {
  if (fixed === 0 || list === "") return false;
  return (key === "area" && fixed % 8 === 1) || (key === "device" && fixed % 9 === 1);
}

function twistList(result: JsonObject, key: string, list: Json[], twist: Twist): void {
  if (list.length > 0) {
    result[key] = list.map((item) => twisted(item, { ...twist, list: key }));
    return;
  }
  const form = twist.random.pick(["null", "missing", "empty"] as const);
  if (form === "null") result[key] = null;
  if (form === "empty") result[key] = [];
}

/** A number as text, or a short plain number text as number; anything else unchanged. */
function swapped(value: Json): Json {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}

function shuffled(source: JsonObject, random: Random): JsonObject {
  const entries = Object.entries(source).map((entry) => [random.next(), entry] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a - b).map(([, entry]) => entry));
}
