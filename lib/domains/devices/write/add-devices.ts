import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import type { MirrorKindName } from "@/lib/bus/events";
import { areaForChange } from "@/lib/domains/areas/read";
import { command, itemFailed, judged, resultOf } from "@/lib/domains/commands/mirror";
import type { CommandResult } from "@/lib/domains/commands/schema";
import { storeRows } from "@/lib/domains/sync/mirror";
import { gateway } from "@/lib/gateway";
import { addDevice as addDeviceEndpoint } from "@/lib/gateway/endpoints";
import { outcomeOf, type ItemOutcome } from "@/lib/gateway/outcome";
import { Secret } from "@/lib/gateway/secret";
import { deviceMirror, rereadDevice } from "../mirror";
import type { AddDevices } from "../schema";

const imported: readonly MirrorKindName[] = ["areas", "cameras", "doors", "alarm-inputs", "alarm-outputs"];

type NewDevice = AddDevices["devices"][number];

/** A secret that was typed; a field left empty is none. */
function secretOf(text: string | undefined): Secret | undefined {
  return text === undefined || text === "" ? undefined : new Secret(text);
}

function requestFor({ category, timeZone, importTo, areaId }: AddDevices, device: NewDevice) {
  const { name, serial, verifyCode, userName, licensePlateNo } = device;
  const [password, streamSecretKey] = [secretOf(device.password), secretOf(device.streamSecretKey)];
  return {
    category,
    name,
    serial,
    verifyCode: new Secret(verifyCode),
    ...(userName ? { userName } : {}),
    ...(password === undefined ? {} : { password }),
    ...(streamSecretKey === undefined ? {} : { streamSecretKey }),
    ...(importTo === "new" ? { importTo } : {}),
    ...(importTo === "area" && areaId ? { importTo: { areaId } } : {}),
    timeZone,
    ...(category === "mobileDevice" && licensePlateNo ? { vehicle: { licensePlateNo } } : {}),
  };
}

/** Adds one device; its own entries in the audit log, without anything secret. */
async function addOne(actor: Actor, input: AddDevices, device: NewDevice, signal: AbortSignal): Promise<ItemOutcome> {
  const { category, timeZone, importTo, areaId } = input;
  const { name, serial } = device;
  const request = requestFor(input, device);
  const objects = [{ kind: "device", id: serial, name }];
  const details = { serial, name, category, timeZone: timeZone.id, importTo, area: areaId ?? null };
  const kinds: MirrorKindName[] =
    importTo === "none" && category !== "mobileDevice" ? ["devices"] : ["devices", ...imported];
  const outcomeFor = (answer: Awaited<ReturnType<typeof send>>) =>
    addDeviceEndpoint.outcome?.(answer, request) ?? outcomeOf([]);
  const send = () => gateway().call(addDeviceEndpoint, request, { lane: "interactive", signal });
  const idIn = (answer: Awaited<ReturnType<typeof send>>) => answer.devices[0]?.id ?? null;
  const answer = await command(actor, { action: "device.add", objects, details }, kinds, {
    send,
    judge: (value) => {
      const { result, code } = judged(outcomeFor(value));
      return { result, code, details, objects: [{ kind: "device", id: idIn(value) ?? serial, name }] };
    },
    store: async (tx, value) => {
      const id = idIn(value);
      if (id === null || outcomeFor(value).result !== "done") return;
      const row = { id, name, category, serial, time_zone_id: timeZone.id, online: "unknown" };
      await storeRows(tx, deviceMirror, [{ ...row, model: null, firmware: null, added_at: new Date() }]);
    },
    reread: async (again) => {
      // What came into areas with it has ids that nobody knows yet.
      const isThere = await rereadDevice(serial, again);
      return isThere ? kinds.filter((kind) => kind !== "devices") : [];
    },
  });
  const { result, items } = outcomeFor(answer);
  const [item] = items;
  if (item !== undefined) return { ...item, id: serial };
  return { id: serial, name, result: result === "done" ? "done" : "unknown", code: null, meaning: null, advice: null };
}

/**
 * Adds devices one after the other; each has its own result, under its serial number. Throws ForbiddenError, also for
 * somebody limited to areas, and NotFoundError for the area. Guide 5.2.1.
 */
export async function addDevices(actor: Actor, input: AddDevices, signal: AbortSignal): Promise<CommandResult> {
  permit(actor, "devices:write");
  permitEverywhere(actor);
  if (input.importTo === "area" && input.areaId) await areaForChange(actor, input.areaId);
  const items: ItemOutcome[] = [];
  for (const device of input.devices) {
    if (signal.aborted) break;
    items.push(await addOne(actor, input, device, signal).catch((error: unknown) => itemFailed(device.serial, error)));
  }
  return resultOf(items, new Map(input.devices.map(({ serial, name }) => [serial, name])));
}
