import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ownPath, pageSession, signInPath } from "@/lib/auth/page";
import { readProofChoice } from "@/lib/domains/account/read";
import { LockedDesk } from "./client";

export const metadata: Metadata = { title: "Locked" };

interface Props {
  searchParams: Promise<{ next?: string | string[] }>;
}

/** What covers the console while the desk is locked. */
export default async function LockedPage({ searchParams }: Props) {
  const { next } = await searchParams;
  const destination = ownPath(Array.isArray(next) ? next[0] : next);
  const session = await pageSession();
  if (session === null) redirect(signInPath(destination));
  if (!session.locked) redirect(destination);
  const { actor } = session;
  return <LockedDesk name={actor.name} choice={await readProofChoice(actor)} destination={destination} />;
}
