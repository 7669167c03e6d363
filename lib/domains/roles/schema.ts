import { z } from "zod";
import { permissions, roles, type Permission } from "@/lib/auth/roles";
import { roleNames } from "./terms";

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
