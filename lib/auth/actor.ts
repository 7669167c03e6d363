import { ForbiddenError } from "@/lib/errors";
import { may, type Permission, type Role } from "./roles";

/** Who acts: first argument of every verb. Core code never reads the session itself. */
export interface Actor {
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  role: Role;
}

/** Throws ForbiddenError unless the actor's role has the permission. */
export function permit(actor: Actor, permission: Permission): void {
  if (!may(actor.role, permission)) {
    throw new ForbiddenError(`Your role (${actor.role}) does not include "${permission}".`, {
      remedy: "Ask an administrator for a role that does.",
    });
  }
}
