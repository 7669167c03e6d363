/** The door of every page of the console. */
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Actor } from "./actor";
import { may, type Permission } from "./roles";
import { currentActor } from "./session";

/** Who looks at this page; read once for the layout, the page and everything in it. */
export const pageActor = cache((): Promise<Actor | null> => currentActor());

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

/**
 * The actor, who may see this page. Signed out: goes to the sign-in page, which returns to `path` (this page's own
 * path and query). Not permitted: goes to `/no-access?needs=<permission>`.
 */
export async function requirePage(permission: Permission | "signed-in", path = "/"): Promise<Actor> {
  const actor = await pageActor();
  if (actor === null) redirect(signInPath(path));
  if (permission !== "signed-in" && !may(actor, permission)) redirect(`/no-access?needs=${permission}`);
  return actor;
}
