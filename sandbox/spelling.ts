import { hash, Random } from "./random";
import { LOOSE, namesOf } from "./spelling-names";
import type { Json, JsonObject } from "./validate";

/** `observed`: as live servers write; `guide`: as the guide's examples do; `awkward`: every variation at once. */
type Spelling = "guide" | "observed" | "awkward";
export const SPELLINGS = ["guide", "observed", "awkward"] as const;

export interface Envelope {
  errorCode: string;
  message?: string;
  data?: Json;
}

const TOTALS = new Set(["totalCount", "totalNum"]);
const RESOURCE_LISTS = new Set(["camera", "door", "alarmInput", "alarmOutput"]);

/** Rewrites canonical answers. Awkward mode varies from answer to answer, but a row always lacks the same parts. */
export class Speller {
  mode: Spelling = "observed";
  #answers = 0;

  /** `path` is the endpoint's, as in the contract. */
  write(envelope: Envelope, path = ""): string {
    const { errorCode, message, data } = envelope;
    if (this.mode === "awkward") return JSON.stringify(this.#awkward(envelope, path));
    if (this.mode === "guide") {
      return JSON.stringify(data === undefined ? { ...(message && { message }), errorCode } : { data, errorCode });
    }
    return JSON.stringify({ errorCode, ...(message && { message }), ...(data !== undefined && { data }) });
  }

  #awkward({ errorCode, message, data }: Envelope, path: string): JsonObject {
    const random = new Random(`awkward/${this.#answers++}`);
    const answer: JsonObject = { errorCode };
    if (message !== undefined) answer[random.pick(["message", "errorMsg", "Message"])] = message;
    else if (random.chance(0.5)) answer["message"] = random.pick(["success", "Ok", "OK"]);
    if (data !== undefined) {
      const upperId = random.chance(0.3);
      answer[random.pick(["data", "Data"])] = twisted(otherData(data, random), { random, upperId, list: "", path });
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
  path: string;
}

function twisted(value: Json, twist: Twist): Json {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? twistObject(value, twist) : value;
}

function twistObject(written: JsonObject, twist: Twist): JsonObject {
  const { random, upperId, list } = twist;
  const source = list === "personList" ? flattened(written) : written;
  const result: JsonObject = {};
  const fixed = typeof source["id"] === "string" ? hash(source["id"]) : 0;
  for (const [key, value] of Object.entries(source)) {
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
    const name = key === "id" && upperId && list !== "" ? "ID" : random.pick(namesOf(key, list, twist.path));
    const form = otherForm(key, value, random);
    if (Array.isArray(value)) twistList(result, key, name, value, twist);
    else if (form !== undefined) result[name] = form;
    else if (list === "camera" && key === "online" && fixed % 2 === 0) result["onlineStatus"] = Number(value);
    else result[name] = LOOSE.has(key) && random.chance(0.5) ? swapped(value) : twisted(value, { ...twist, list: "" });
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

function twistList(result: JsonObject, key: string, name: string, list: Json[], twist: Twist): void {
  if (list.length > 0) {
    result[name] = list.map((item) => twisted(item, { ...twist, list: key }));
    return;
  }
  const form = twist.random.pick(["null", "missing", "empty"] as const);
  if (form === "null") result[name] = null;
  if (form === "empty") result[name] = [];
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

/** Another form of a value: a flag as a boolean, times in UTC or without their zone. Undefined where there is none. */
function otherForm(key: string, value: Json, random: Random): Json | undefined {
  if (key === "moreData") return random.pick([value, String(value), value === 1]);
  if (key !== "timeInfo" || typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const form = random.pick<(time: string) => string>([
    (time) => time,
    (time) => new Date(time).toISOString().replace(".000Z", "Z"),
    (time) => time.slice(0, 19).replace("T", " "),
  ]);
  const times = Object.entries(value).map(([name, time]) => [name, time === "" ? "" : form(String(time))] as const);
  return Object.fromEntries(times);
}

/** A bare true may stand in an object of its own; a device's XML may come without its first line. */
function otherData(data: Json, random: Random): Json {
  if (typeof data === "boolean") return random.pick<Json>([data, { data }]);
  if (typeof data === "string" && random.chance(0.5)) return data.replace(/^<\?xml[^>]*\?>\s*/, "");
  return data;
}
