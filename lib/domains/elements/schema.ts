import { z } from "zod";
import { listQuery, several } from "@/lib/http/list";
import { gatewayId, OnlineState, type CommonFilters } from "@/lib/domains/sync/schema";
import { elementSorts } from "./terms";

/** Kinds that hang on a channel of a device and stand in an area. */
export type ElementKind = "cameras" | "doors" | "alarm-inputs" | "alarm-outputs";

/** Filters of every element list: `areaId` includes everything below the area; `state` may be given several times. */
const elementFilters = {
  areaId: gatewayId.optional(),
  deviceId: gatewayId.optional(),
  state: several(OnlineState),
};

/** Query of `GET /api/doors`, `/api/alarm-inputs`, `/api/alarm-outputs` and `/api/cameras`. */
export const ElementQuery = listQuery(elementFilters, elementSorts);
export type ElementQuery = z.output<typeof ElementQuery>;

/** What a page asks for; the cursor is the list's own business. */
export type ElementFilters = CommonFilters & {
  areaId?: string | undefined;
  deviceId?: string | undefined;
  state?: readonly OnlineState[] | undefined;
};

/** A camera, door, alarm input or alarm output. Times are ISO. */
export interface ElementItem {
  /** The gateway's own. */
  id: string;
  name: string;
  state: OnlineState;
  /** Since when the state is known to be what it is; null when it never changed under our eyes. */
  stateSince: string | null;
  /** `path`: names from the root down to the area itself. */
  area: { id: string; name: string; path: string[] } | null;
  /** `name` is null while the device itself is not mirrored. */
  device: { id: string | null; name: string | null; serial: string | null } | null;
  /** Channel of the device, from 1. */
  channelNo: number | null;
}

export interface ElementDetail extends ElementItem {
  /** From the root down to its own area. */
  areaPath: { id: string; name: string }[];
  deviceState: OnlineState | null;
  deviceCategory: string | null;
  deviceModel: string | null;
  channelId: string | null;
  firstSeenAt: string;
  changedAt: string;
  /** When the gateway last confirmed it, and from when on it should have done so again. */
  syncedAt: string;
  lateAt: string;
}

/** What an input or output is just now, as its device says. */
export interface SignalState<Word extends string> {
  id: string;
  /** unknown: the device could not be asked; `meaning` says why. */
  state: Word | "unknown";
  code: string | null;
  meaning: string | null;
}

export interface SignalStates<Word extends string> {
  items: SignalState<Word>[];
  /** When they were asked. ISO time. */
  at: string;
}

/** Query of `GET /api/alarm-inputs/states` and `/api/alarm-outputs/states`: `id` up to so many times. */
export const signalStatesQuery = (most: number) =>
  z.object({ id: z.preprocess((value) => [value ?? []].flat(), z.array(gatewayId).min(1, "Give an id.").max(most)) });
