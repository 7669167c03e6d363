import { z } from "zod";
import { endpoint } from "../endpoint";
import { nothingAsked } from "../strict";
import {
  nothing,
  readBoolean,
  readIdOrNull,
  readInteger,
  readName,
  readObjectOrNull,
  readRows,
  readTextOrNull,
  readUrl,
  readWord,
  record,
} from "../tolerant";
import { readVehicleRelatedInfo } from "../vehicle-info";
import { batchOf, receivedBatch, subscribedTypes, type Unreadable } from "./queues-batch";
import { MessageDevice, MessageSource, NO_DEVICE, readCall, toMoment, type Delivery } from "./queues-parts";
import { readCategory } from "./resource-devices";

const Person = record({
  cardNumber: readIdOrNull(),
  personId: readIdOrNull(),
  firstName: readName(),
  lastName: readName(),
  fullPath: readTextOrNull(),
  phoneNum: readTextOrNull(),
  personPicUrl: readUrl(),
  groupId: readIdOrNull(),
  attendanceStatus: readWord({
    0: "none",
    1: "checkIn",
    2: "checkOut",
    3: "breakStart",
    4: "breakEnd",
    5: "overtimeStart",
    6: "overtimeEnd",
  }),
  authResult: readWord({ 1: "granted", 0: "denied" }),
});

const DoorInfo = record({
  systemId: readIdOrNull(),
  eventType: readIdOrNull(),
  elementId: readIdOrNull(),
  elementType: readIdOrNull(),
  elementName: readTextOrNull(),
  areaId: readIdOrNull(),
  areaName: readTextOrNull(),
  occurTime: z.unknown(),
  deviceId: readIdOrNull(),
  deviceName: readTextOrNull(),
  deviceSerial: readIdOrNull(),
  category: readCategory(),
  channelNo: readInteger(),
  currentEvent: readBoolean(),
  serialNo: readIdOrNull(),
  cardReaderId: readIdOrNull(),
});

const DoorEvent = record({ basicInfo: readObjectOrNull(DoorInfo), intelliInfo: readObjectOrNull(Person) });

const BasicInfo = record(
  {
    occurrenceTime: z.unknown(),
    systemId: readIdOrNull(),
    msgType: readIdOrNull(),
    resource: readObjectOrNull(MessageSource),
    device: readObjectOrNull(MessageDevice),
  },
  { msgType: ["eventType"] },
);

const Attachment = record({ url: readUrl() }).transform(({ url }) => url);

const Data = record(
  {
    deviceTalkInfo: readCall(),
    vehicleRelatedInfo: readVehicleRelatedInfo(),
    openDoorInfo: readObjectOrNull(record({ event: readObjectOrNull(DoorEvent) })),
  },
  { vehicleRelatedInfo: ["vehicleReletedInfo"] },
);

type MessageKind = "authentication" | "intercom" | "position" | "onBoard" | "unknown";

function kindOf(type: string, data: z.output<typeof Data> | null): MessageKind {
  if (data?.openDoorInfo || type.startsWith("110")) return "authentication";
  if (data?.deviceTalkInfo || type === "140001") return "intercom";
  if (type === "330001") return "position";
  return data?.vehicleRelatedInfo || /^33\d{4}$/.test(type) ? "onBoard" : "unknown";
}

function authenticationOf(event: z.output<typeof DoorEvent> | null) {
  const [door, person] = [event?.basicInfo ?? null, event?.intelliInfo ?? null];
  if (door === null && person === null) return null;
  return {
    result: person?.authResult ?? ("unknown" as const),
    channelNo: door?.channelNo ?? null,
    /** The device's own count of its events. With the device's id it tells repetitions. */
    eventNo: door?.serialNo ?? null,
    readerId: door?.cardReaderId ?? null,
    cardNumber: person?.cardNumber ?? null,
    personId: person?.personId ?? null,
    firstName: person?.firstName ?? null,
    lastName: person?.lastName ?? null,
    /** Path of the person's department. */
    department: person?.fullPath ?? null,
    departmentId: person?.groupId ?? null,
    phone: person?.phoneNum ?? null,
    pictureUrl: person?.personPicUrl ?? null,
    attendance: person?.attendanceStatus ?? ("unknown" as const),
  };
}

const bare = (type: string) => type.replace(/^Msg\s*/i, "");

const MessageRow = record({
  uuid: readIdOrNull(),
  update: readBoolean(),
  basicInfo: readObjectOrNull(BasicInfo),
  picture: readRows(Attachment),
  video: readRows(Attachment),
  data: readObjectOrNull(Data),
}).transform(({ uuid, update, basicInfo, picture, video, data }, context) => {
  const event = data?.openDoorInfo?.event ?? null;
  const door = event?.basicInfo ?? null;
  const written = basicInfo?.msgType ?? door?.eventType ?? null;
  if (written === null) {
    context.addIssue({ code: "custom", message: "has no type", path: ["basicInfo", "msgType"] });
    return z.NEVER;
  }
  const type = bare(written);
  const occurred = toMoment([basicInfo?.occurrenceTime, door?.occurTime]);
  const [resource, device] = [basicInfo?.resource, basicInfo?.device ?? basicInfo?.resource ?? NO_DEVICE];
  return {
    kind: kindOf(type, data),
    /** Code of A.1.7 without its "Msg": "110003". */
    type,
    /** Only messages of vehicles have one; a second message with it brings files that came late. */
    uuid,
    /** True when it only adds files to an earlier message. */
    update: update ?? false,
    systemId: basicInfo?.systemId ?? door?.systemId ?? null,
    delivery: deliveryOf(door),
    occurredAt: occurred.at,
    /** Minutes east the time was written with; null when it came without a zone and counts as UTC. */
    utcOffsetMinutes: occurred.utcOffsetMinutes,
    /** A word of A.1.6, or a number of A.3.43: "1002" is a door. */
    sourceType: resource?.sourceType ?? door?.elementType ?? null,
    sourceId: resource?.sourceId ?? door?.elementId ?? null,
    sourceName: resource?.sourceName ?? door?.elementName ?? null,
    areaId: resource?.areaId ?? door?.areaId ?? null,
    areaName: resource?.areaName ?? door?.areaName ?? null,
    deviceId: device.deviceId ?? door?.deviceId ?? null,
    deviceName: device.deviceName ?? door?.deviceName ?? null,
    deviceCategory: device.deviceCategory ?? door?.category ?? null,
    deviceSerial: device.deviceSerial ?? door?.deviceSerial ?? null,
    /** URLs that die after 15 minutes. */
    pictureUrls: picture.items.filter((url) => url !== null),
    videoUrls: video.items.filter((url) => url !== null),
    authentication: authenticationOf(event),
    call: data?.deviceTalkInfo ?? null,
    vehicle: data?.vehicleRelatedInfo ?? null,
  };
});

// The field is left out by devices that report at once; of other messages nobody says.
function deliveryOf(door: z.output<typeof DoorInfo> | null): Delivery {
  if (door === null) return "unknown";
  return door.currentEvent === false ? "delayed" : "realTime";
}

/** A message of a device (A.3.91): who passed a door, an intercom call, where a vehicle is. */
export type DeviceMessage = z.output<typeof MessageRow>;
/** With `raw`, the JSON as it came. */
export type RawMessage = (DeviceMessage & { readonly raw: unknown }) | Unreadable;

// "All" is an empty list here, and the key must be there: without it real servers answer OPEN000010.
const wireTypes = ({ types }: z.output<typeof subscribedTypes>) => ({
  msgType: types === "all" ? [] : types.map((type) => `Msg${type}`),
});

/**
 * Subscribes to messages of the given types (codes of A.1.7 without "Msg") or of all. Lapses after two days without a
 * pull. Guide 5.4.1, 4.4.
 */
export const subscribeMessages = endpoint({
  name: "messageQueue.subscribe",
  path: "POST /rawmsg/v1/mq/subscribe",
  section: "5.4.1",
  kind: "idempotent",
  input: subscribedTypes.transform((input) => ({ subscribeType: 1, ...wireTypes(input) })),
  output: nothing(),
});

/** Ends the subscription to messages, of the given types or altogether. Guide 5.4.1. */
export const unsubscribeMessages = endpoint({
  name: "messageQueue.unsubscribe",
  path: "POST /rawmsg/v1/mq/subscribe",
  section: "5.4.1",
  kind: "idempotent",
  input: subscribedTypes.transform((input) => ({ subscribeType: 0, ...wireTypes(input) })),
  output: nothing(),
});

/**
 * The next batch of messages, or the same one as long as it is not confirmed; null when there is none. This queue takes
 * no batch size, and by its table says nothing of what remains. Authentication events name the person; many accounts
 * never see them here. Guide 5.4.1, A.1.7, A.3.91.
 */
export const pullMessages = endpoint({
  name: "messageQueue.pull",
  path: "POST /rawmsg/v1/mq/messages",
  section: "5.4.1",
  kind: "read",
  input: nothingAsked(),
  output: batchOf(["event", "events"], MessageRow),
});

/** Says that a batch was received; it never comes again. OPEN000012: no such batch. Guide 5.4.1. */
export const confirmMessages = endpoint({
  name: "messageQueue.confirm",
  path: "POST /rawmsg/v1/mq/messages/complete",
  section: "5.4.1",
  kind: "idempotent",
  input: receivedBatch,
  output: nothing(),
});
