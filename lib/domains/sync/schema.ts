import { z } from "zod";
import type { Permission } from "@/lib/auth/roles";
import { MirrorKindName } from "@/lib/bus/events";
import type { SettingKey } from "@/lib/domains/settings/terms";
import { onlineStates } from "./terms";

export const OnlineState = z.enum(onlineStates);
export type OnlineState = z.infer<typeof OnlineState>;

/** An id of the gateway. PostgreSQL holds no NUL in text, so no id has one. */
export const gatewayId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\0]+$/, "Give an id as the lists show it.");

/** The id in the address of one object. */
export const IdParams = z.object({ id: gatewayId });

/** Which permission reading a kind takes; asking for its synchronisation takes the same. */
export const readPermission: Readonly<Record<MirrorKindName, Permission>> = {
  areas: "areas:read",
  devices: "devices:read",
  cameras: "cameras:read",
  doors: "doors:read",
  "alarm-inputs": "devices:read",
  "alarm-outputs": "devices:read",
  "time-zones": "devices:read",
  "alarm-rules": "alarm-rules:read",
  "alarm-priorities": "alarm-rules:read",
  "alarm-schedules": "alarm-rules:read",
  "platform-users": "alarm-rules:read",
};

/** Pause between two passes of a kind: a setting in minutes, or always the same milliseconds. */
export const pauses: Readonly<Record<MirrorKindName, SettingKey | number>> = {
  areas: "sync.areas",
  devices: "sync.devices",
  cameras: "sync.elements",
  doors: "sync.elements",
  "alarm-inputs": "sync.elements",
  "alarm-outputs": "sync.elements",
  "time-zones": 24 * 3_600_000,
  "alarm-rules": "sync.alarm-rules",
  "alarm-priorities": "sync.alarm-choices",
  "alarm-schedules": "sync.alarm-choices",
  "platform-users": "sync.alarm-choices",
};

const graceMs = 5 * 60_000;

/** How old a copy may be, in milliseconds, when a pass took this long: half a pause more than the next should need. */
export function lateAfter(pauseMs: number, tookMs: number): number {
  return Math.max(pauseMs, tookMs) + 2 * tookMs + Math.max(pauseMs / 2, graceMs);
}

/** How the copy of one kind stands. Times are ISO. */
export interface SyncState {
  kind: MirrorKindName;
  /** Rows that exist; those that have gone are not counted. Null for somebody who is limited to areas. */
  count: number | null;
  /** Lists show the world as it was then: when the pass that last completed began. Null before the first. */
  asOf: string | null;
  completedAt: string | null;
  /** Asked for by somebody, and not completed yet. */
  requestedAt: string | null;
  /** The pass under way, or the one that stopped and will go on; `total` is null when the gateway does not say. */
  running: { startedAt: string; page: number; seen: number; total: number | null } | null;
  error: { at: string; code: string | null; message: string } | null;
  /** The last pass found so little that nothing is removed until another one agrees. */
  held: boolean;
}

export interface SyncStates {
  items: SyncState[];
}

const kinds = z.array(MirrorKindName).min(1).max(MirrorKindName.options.length);

/** `{ kind }` or `{ kinds }`: what to read anew from the gateway, before everything else. */
export const RefreshRequest = z
  .strictObject({ kind: MirrorKindName.optional(), kinds: kinds.optional() })
  .refine(({ kind, kinds: several }) => (kind === undefined) !== (several === undefined), {
    path: ["kinds"],
    message: "Give either kind or kinds.",
  })
  .transform(({ kind, kinds: several }) => [...new Set(several ?? (kind === undefined ? [] : [kind]))]);
export type RefreshRequest = z.input<typeof RefreshRequest>;

/** What a page may ask of any list: search, `name` or `-name`, items a page (a number in text). */
export type CommonFilters = {
  q?: string | undefined;
  sort?: string | undefined;
  limit?: string | undefined;
};

/** Background duty that copies a kind. */
export const dutyOf = (kind: MirrorKindName) => `mirror.${kind}`;
