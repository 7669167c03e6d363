import type pg from "pg";
import { makeLink, type LinkKind } from "@/lib/auth/links";
import type { SignInLink } from "../schema";

/** The one place where this domain makes links: shown once to whoever asked, to be handed on by them. */
export async function newLink(tx: pg.PoolClient, userId: string, kind: LinkKind): Promise<SignInLink> {
  const { path, expiresAt } = await makeLink(tx, userId, kind);
  return { userId, path, expiresAt: expiresAt.toISOString() };
}
