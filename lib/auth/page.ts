/** The door of every page of the console. */
import { redirect } from "next/navigation";
import { cache } from "react";
import { withOrigin } from "@/lib/audit/context";
import { recordDenial } from "@/lib/audit/denials";
import { ForbiddenError } from "@/lib/errors";
import { addressOf } from "@/lib/http/address";
import { requestIdOf } from "@/lib/http/request-id";
import type { Actor } from "./actor";
import { may, type Permission } from "./roles";
import { actorIn, currentSession, type OpenSession } from "./session";

/** The session that looks at this page, locked or not; read once for the layout, the page and everything in it. */
export const pageSession = cache((): Promise<OpenSession | null> => currentSession());

/** Who looks at this page; null as well while the desk is locked or codes are to be set up first. */
export async function pageActor(): Promise<Actor | null> {
  return actorIn(await pageSession());
}

/** `path` when it is a path of this site, else `/`: a link to sign in must not lead elsewhere. */
export function ownPath(path: string | undefined): string {
  if (path === undefined || !path.startsWith("/") || !URL.canParse(path, "http://here.invalid")) return "/";
  const url = new URL(path, "http://here.invalid");
  return url.host === "here.invalid" && !url.pathname.startsWith("//")
    ? `${url.pathname}${url.search}${url.hash}`
    : "/";
}

export function signInPath(next: string): string {
  return next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}

export function lockedPath(next: string): string {
  return next === "/" ? "/locked" : `/locked?next=${encodeURIComponent(next)}`;
}

export function secondFactorPath(next: string): string {
  return next === "/" ? "/second-factor" : `/second-factor?next=${encodeURIComponent(next)}`;
}

/**
 * The actor, who may see this page. Signed out: goes to the sign-in page, which returns to `path` (this page's own
 * path and query). Locked: goes to `/locked`, likewise; without the codes their role must have: to `/second-factor`. Not permitted: goes to `/no-access?needs=<permission>`.
 */
export async function requirePage(permission: Permission | "signed-in", path = "/"): Promise<Actor> {
  const session = await pageSession();
  if (session === null) redirect(signInPath(path));
  if (session.locked) redirect(lockedPath(path));
  if (session.lacksCodes) redirect(secondFactorPath(path));
  const { actor } = session;
  if (permission === "signed-in" || may(actor, permission)) return actor;
  await recordPageDenial(actor, permission, path);
  redirect(`/no-access?needs=${permission}`);
}

/** As the API's refusals are. Words that were searched for stand in the query, and are left out. */
async function recordPageDenial(actor: Actor, permission: Permission, path: string): Promise<void> {
  const [page] = path.split("?");
  const { headers } = await import("next/headers");
  const sent = await headers();
  await withOrigin({ requestId: requestIdOf(sent), address: addressOf({ headers: sent }) }, () =>
    recordDenial(actor, new ForbiddenError(`The page ${page} needs "${permission}".`)),
  );
}
