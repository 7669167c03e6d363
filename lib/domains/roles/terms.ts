/** What the browser needs of roles without a validation library. */
import type { Permission, Role } from "@/lib/auth/roles";

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
