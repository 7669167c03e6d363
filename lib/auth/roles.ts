/** Who may do what: one table. Custom roles will be made from the same permissions. */
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

export const roles = ["administrator", "guard", "receptionist", "auditor"] as const;

export type Role = (typeof roles)[number];

const table: Record<Role, ReadonlySet<Permission>> = {
  administrator: new Set(permissions),
  guard: new Set<Permission>([
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
  ]),
  receptionist: new Set<Permission>(["doors:read", "persons:read", "passes:read", "passes:write"]),
  auditor: new Set<Permission>([
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
  ]),
};

export function isRole(value: string): value is Role {
  return (roles as readonly string[]).includes(value);
}

export function may(role: Role, permission: Permission): boolean {
  return table[role].has(permission);
}

export function permissionsOf(role: Role): Permission[] {
  return permissions.filter((permission) => may(role, permission));
}
