import { z } from "zod";
import { permissions, roles, type Permission, type Role } from "@/lib/auth/roles";

/** How people call the roles that every installation has. */
export const roleNames: Readonly<Record<Role, string>> = {
  administrator: "Administrator",
  guard: "Guard",
  receptionist: "Receptionist",
  auditor: "Auditor",
};

/** A role as people know it; a custom one's name is as it was given. */
export function roleInWords(role: string, customName: string | null): string {
  return customName ?? (roleNames as Readonly<Record<string, string>>)[role] ?? "No role";
}

export const permissionGroups = ["Site", "Video", "Alarms", "Doors", "People", "Console"] as const;
export type PermissionGroup = (typeof permissionGroups)[number];

/** What each permission lets somebody do, in plain words. */
export const permissionWords: Readonly<Record<Permission, { group: PermissionGroup; label: string }>> = {
  "areas:read": { group: "Site", label: "See areas" },
  "areas:write": { group: "Site", label: "Add areas and change what is in them" },
  "devices:read": { group: "Site", label: "See devices, inputs and outputs" },
  "devices:write": { group: "Site", label: "Add, change and delete devices" },
  "cameras:read": { group: "Video", label: "See the list of cameras and their pictures" },
  "live:watch": { group: "Video", label: "Watch live" },
  "recordings:watch": { group: "Video", label: "Watch recordings" },
  "recordings:export": { group: "Video", label: "Export recordings" },
  "alarms:read": { group: "Alarms", label: "See alarms" },
  "alarms:handle": { group: "Alarms", label: "Acknowledge and handle alarms" },
  "alarm-rules:read": { group: "Alarms", label: "See alarm rules" },
  "alarm-rules:write": { group: "Alarms", label: "Change alarm rules" },
  "doors:read": { group: "Doors", label: "See doors" },
  "doors:control": { group: "Doors", label: "Lock and unlock doors" },
  "doors:emergency": { group: "Doors", label: "Lock or unlock all doors at once" },
  "persons:read": { group: "People", label: "See persons" },
  "persons:write": { group: "People", label: "Add, change and delete persons" },
  "levels:assign": { group: "People", label: "Give and take access levels" },
  "passes:read": { group: "People", label: "See passes" },
  "passes:write": { group: "People", label: "Issue and revoke passes" },
  "audit:read": { group: "Console", label: "Read the audit log" },
  "settings:manage": { group: "Console", label: "Change settings" },
  "users:manage": { group: "Console", label: "Manage users and roles" },
};

const taken = new Set([...roles, ...Object.values(roleNames)].map((name) => name.toLowerCase()));

export const roleNameField = z
  .string()
  .trim()
  .min(1, "Give the role a name.")
  .regex(/^[^\0]*$/, "Give a name of letters and signs.")
  .max(60, "Give a name of at most 60 characters.")
  .refine((name) => !taken.has(name.toLowerCase()), "This is the name of a built-in role: give another.");

const permissionsField = z
  .array(z.enum(permissions))
  .min(1, "Choose at least one permission.")
  .max(permissions.length, "Name each permission once.")
  // In the order of the table, so that two equal roles look equal.
  .transform((chosen) => permissions.filter((permission) => chosen.includes(permission)));

/** Body of `POST /api/roles`. */
export const NewRole = z.object({ name: roleNameField, permissions: permissionsField });
export type NewRole = z.output<typeof NewRole>;

/** Body of `PATCH /api/roles/{id}`; what is left out stays. */
export const RoleChange = NewRole.partial();
export type RoleChange = z.output<typeof RoleChange>;

/** Any role, for what also holds for the built-in ones. */
export const AnyRoleParams = z.object({ id: z.union([z.enum(roles), z.uuid()]) });

/** Body of `PUT /api/roles/{id}/second-factor`: whether everybody of this role must have codes. */
export const CodesRule = z.strictObject({ required: z.boolean() });
export type CodesRule = z.output<typeof CodesRule>;

export const RoleParams = z.object({ id: z.uuid() });

export interface RoleItem {
  /** A built-in role's own name, or a custom role's id. */
  id: string;
  name: string;
  builtIn: boolean;
  permissions: readonly Permission[];
  /** How many people have it. */
  users: number;
  /** Whether everybody must have codes at sign-in, and how many who have a password have set up none. */
  codes: { required: boolean; missing: number };
  /** ISO; null for a built-in role. */
  changedAt: string | null;
}

export interface RoleList {
  items: RoleItem[];
}
