/** Adds a device and waits until it answers and its channels stand where they should. */
import type { Gateway } from "../client";
import type { InputOf } from "../endpoint";
import { addDevice } from "../endpoints/resource-device-changes";
import { getDevice, type DeviceDetail } from "../endpoints/resource-devices";
import { GatewayError } from "../errors";
import type { CommandOutcome } from "../outcome";
import { poll, type FlowOptions, type Polled } from "./polling";

export interface DeviceProgress {
  /** `added`: the cloud has taken it, and the device has not been seen yet. */
  readonly stage: "added" | "offline" | "online";
  readonly channels: number;
  /** Channels that stand in an area. */
  readonly imported: number;
}

export interface AddedDevice {
  /** What the adding itself came to; after a refusal nothing is waited for. */
  readonly outcome: CommandOutcome;
  /** As it was seen last; null when it never was. */
  readonly device: DeviceDetail | null;
}

const INTERVAL_MS = 3_000;
const DEADLINE_MS = 90_000;
const NOT_YET_KNOWN: ReadonlySet<string> = new Set(["VMS021307", "CCF021307", "OPEN000501"]);

/**
 * Adds a device once, then looks until it is online and, where channels were to be put into an area, all of them are in
 * one. `finished` false: the deadline came first, or it was refused (see `outcome`). A GatewayError with `maybeDone`
 * tells that the device may have been added. Throws the signal's reason.
 */
export async function addDeviceAndWait(
  gateway: Gateway,
  input: InputOf<typeof addDevice>,
  options: FlowOptions<DeviceProgress>,
): Promise<Polled<AddedDevice>> {
  const { lane, signal, onProgress, intervalMs = INTERVAL_MS, deadlineMs = DEADLINE_MS } = options;
  const call = { lane, ...(signal && { signal }) };
  const added = await gateway.call(addDevice, input, call);
  const outcome: CommandOutcome = addDevice.outcome?.(added, input) ?? { result: "unknown", items: [] };
  if (outcome.result === "refused") return { value: { outcome, device: null }, finished: false };
  onProgress?.({ stage: "added", channels: 0, imported: 0 });
  const wanted = input.importTo !== undefined || input.vehicle !== undefined;
  const look = async (): Promise<Polled<AddedDevice>> => {
    const device = await gateway.call(getDevice, { serial: input.serial }, call).catch((error: unknown) => {
      if (error instanceof GatewayError && NOT_YET_KNOWN.has(error.code ?? "")) return null;
      throw error;
    });
    if (!device) return { value: { outcome, device }, finished: false };
    const channels = [device.cameras, device.doors, device.alarmInputs, device.alarmOutputs].flat();
    const imported = channels.filter(({ areaId }) => areaId !== null).length;
    const online = device.online === "online";
    onProgress?.({ stage: online ? "online" : "offline", channels: channels.length, imported });
    const ready = online && (!wanted || (channels.length > 0 && imported === channels.length));
    return { value: { outcome, device }, finished: ready };
  };
  return poll(look, { ...options, intervalMs, deadlineMs });
}
