/** Who may do what: one table. Custom roles are made from the same permissions. */
export const permissions = [
  "areas:read",
  "cameras:read",
  "doors:read",
  "devices:read",
  "devices:write",
  "areas:write",
  "live:watch",
  "recordings:watch",
  "recordings:export",
  "alarms:read",
  "alarms:handle",
  "alarm-rules:read",
  "alarm-rules:write",
  "doors:control",
  "doors:emergency",
  "persons:read",
  "persons:write",
  "levels:assign",
  "passes:read",
  "passes:write",
  "audit:read",
  "settings:manage",
  "users:manage",
] as const;

export type Permission = (typeof permissions)[number];

/** The roles every installation has; further ones are rows of `custom_role` and known by their id. */
export const roles = ["administrator", "guard", "receptionist", "auditor"] as const;

export type Role = (typeof roles)[number];

const table: Record<Role, readonly Permission[]> = {
  administrator: permissions,
  guard: [
    "areas:read",
    "cameras:read",
    "doors:read",
    "devices:read",
    "live:watch",
    "recordings:watch",
    "alarms:read",
    "alarms:handle",
    "doors:control",
    "persons:read",
    "passes:read",
  ],
  receptionist: ["doors:read", "persons:read", "passes:read", "passes:write"],
  auditor: [
    "areas:read",
    "cameras:read",
    "doors:read",
    "devices:read",
    "recordings:watch",
    "recordings:export",
    "alarms:read",
    "alarm-rules:read",
    "persons:read",
    "passes:read",
    "audit:read",
  ],
};

export function isRole(value: string): value is Role {
  return (roles as readonly string[]).includes(value);
}

export function isPermission(value: string): value is Permission {
  return (permissions as readonly string[]).includes(value);
}

/** What one of the built-in roles may do. */
export function permissionsOf(role: Role): readonly Permission[] {
  return table[role];
}

/** Whoever holds permissions: an actor on the server, a person in the browser. */
export interface Holder {
  readonly permissions: readonly Permission[];
}

export function may({ permissions: held }: Holder, permission: Permission): boolean {
  return held.includes(permission);
}
