import { z } from "zod";
import { reasonField, type CommandResult } from "@/lib/domains/commands/schema";
import { gatewayId, OnlineState, type CommonFilters } from "@/lib/domains/sync/schema";
import { listQuery, several } from "@/lib/http/list";
import { ADD_MAX, DELETE_MAX, deviceCategories, deviceSorts } from "./terms";

export { IdParams as DeviceParams } from "@/lib/domains/sync/schema";

/** Query of `GET /api/devices`; `category` and `state` may be given several times. */
export const DeviceQuery = listQuery(
  { category: several(z.enum(deviceCategories)), state: several(OnlineState) },
  deviceSorts,
);
export type DeviceQuery = z.output<typeof DeviceQuery>;
export type DeviceFilters = CommonFilters & {
  category?: readonly (typeof deviceCategories)[number][] | undefined;
  state?: readonly OnlineState[] | undefined;
};

/** A physical device. Times are ISO. */
export interface DeviceItem {
  /** The gateway's own. */
  id: string;
  name: string;
  /** One of `deviceCategories`, or a word of the gateway that is not among them. */
  category: string;
  model: string | null;
  serial: string | null;
  firmware: string | null;
  state: OnlineState;
  /** Since when the state is known to be what it is; null when it never changed under our eyes. */
  stateSince: string | null;
  addedAt: string | null;
}

export interface DeviceDetail extends DeviceItem {
  timeZone: { id: string; name: string | null; utcOffsetMinutes: number | null } | null;
  /** What of the device is in areas. */
  counts: { cameras: number; doors: number; alarmInputs: number; alarmOutputs: number };
  firstSeenAt: string;
  changedAt: string;
  /** When the gateway last confirmed it, and from when on it should have done so again. */
  syncedAt: string;
  lateAt: string;
}

/** Categories a device can be added under, guide A.1.3. */
export const addableCategories = deviceCategories.filter((category) => category !== "unknown");
const AddableCategory = z.enum(addableCategories);

const words = (least: string, max: number) =>
  z
    .string()
    .trim()
    .min(1, least)
    .max(max, `Give at most ${max} characters.`)
    .regex(/^\P{Cc}*$/u, "Leave out line breaks and other control characters.");
const secretWords = (max: number) => z.string().max(max, `Give at most ${max} characters.`).optional();

const NewDevice = z.strictObject({
  name: words("Give the device a name.", 64),
  serial: words("Give the serial number on the device's label.", 30),
  verifyCode: z
    .string()
    .trim()
    .min(1, "Give the verification code on the device's label.")
    .max(30, "Give at most 30 characters."),
  userName: secretWords(32),
  password: secretWords(16),
  streamSecretKey: secretWords(64),
  licensePlateNo: z.string().trim().max(64, "Give at most 64 characters.").optional(),
});

const TimeZoneChoice = z.strictObject({
  id: z.string().min(1, "Choose a time zone.").max(8),
  /** Whether the device's own clock follows. */
  applyToDevice: z.boolean().default(false),
});

/**
 * Body of `POST /api/devices`, guide 5.2.1. `importTo` says what becomes of the devices' channels: "none", "new" for an
 * area named after each device, "area" for `areaId`. On-board devices need a licence plate.
 */
export const AddDevices = z
  .strictObject({
    category: AddableCategory,
    timeZone: TimeZoneChoice,
    importTo: z.enum(["none", "new", "area"]),
    areaId: gatewayId.nullable().optional(),
    devices: z.array(NewDevice).min(1).max(ADD_MAX),
  })
  .superRefine((input, context) => {
    const complain = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    if (input.importTo === "area" && !input.areaId) complain(["areaId"], "Choose an area.");
    const serials = input.devices.map(({ serial }) => serial.toUpperCase());
    for (const [index, device] of input.devices.entries()) {
      if (serials.indexOf(device.serial.toUpperCase()) < index) {
        complain(["devices", index, "serial"], "This serial number is in the list already.");
      }
      if (input.category === "mobileDevice" && !device.licensePlateNo) {
        complain(["devices", index, "licensePlateNo"], "Give the licence plate of the vehicle it sits in.");
      }
    }
  });
export type AddDevices = z.infer<typeof AddDevices>;
export type AddDevicesInput = z.input<typeof AddDevices>;

/** Body of `PATCH /api/devices/{id}`; what is left out stays. The gateway takes 32 characters here. Guide 5.2.1. */
export const EditDevice = z.strictObject({
  name: words("Give the device a name.", 32),
  userName: secretWords(32),
  password: secretWords(16),
  timeZone: TimeZoneChoice.optional(),
});
export type EditDevice = z.infer<typeof EditDevice>;
export type EditDeviceInput = z.input<typeof EditDevice>;

/** Body of `POST /api/devices/delete`. */
export const DeleteDevices = z.strictObject({
  ids: z
    .array(gatewayId)
    .min(1)
    .max(DELETE_MAX)
    .transform((ids) => [...new Set(ids)]),
  reason: reasonField,
});
export type DeleteDevices = z.infer<typeof DeleteDevices>;

/** Answer of `POST /api/devices/{id}/refresh`. */
export interface RefreshedDevice extends CommandResult {
  /** As the device answered just now; null when it did not. */
  state: OnlineState | null;
}

/** Kinds of resources as the gateway names them when they are put into an area. Guide A.1.2. */
export const resourceTypes = ["camera", "door", "alarmInput", "alarmOutput"] as const;
export type ResourceType = (typeof resourceTypes)[number];

/** A channel of a device, in an area or not. */
export interface DeviceChannel {
  id: string;
  type: ResourceType;
  name: string;
  no: number | null;
  state: OnlineState;
  /** The area it is in already; null: in none. */
  area: { id: string; name: string } | null;
}

/** Answer of `GET /api/devices/{id}/channels`, asked of the gateway just now. */
export interface DeviceChannels {
  items: DeviceChannel[];
}
