import { randomUUID } from "node:crypto";
import { record } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { managing, permitGiving } from "@/lib/auth/managing";
import { publish } from "@/lib/bus/publish";
import type { Invitation, SignInLink } from "../schema";
import { newLink } from "./link";
import { asObjects, permissionsOfRole, refusingTakenEmail, requireAreas } from "./managed";

/**
 * Makes an account without a password, and the link with which its owner chooses one. Throws ForbiddenError for rights
 * the actor lacks, ConflictError for an e-mail that is taken, InvalidInputError for a role or area there is not.
 */
export function inviteUser(actor: Actor, { name, email, role, areaIds }: Invitation): Promise<SignInLink> {
  return managing(actor, async (tx, present) => {
    permitGiving(present, await permissionsOfRole(tx, role), "role");
    await requireAreas(tx, areaIds ?? []);
    const id = randomUUID();
    await refusingTakenEmail(() =>
      tx.query("INSERT INTO app_user (id, email, name, role, scoped, area_ids) VALUES ($1, $2, $3, $4, $5, $6)", [
        id,
        email,
        name,
        role,
        areaIds !== null,
        areaIds ?? [],
      ]),
    );
    const link = await newLink(tx, id, "invite");
    await record(tx, present, {
      action: "user.invite",
      objects: asObjects({ id, name }),
      details: { name, email, role, areaIds },
    });
    await publish(tx, { topic: "access", userId: id });
    return link;
  });
}
