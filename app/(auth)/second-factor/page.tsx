import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { lockedPath, ownPath, pageSession, signInPath } from "@/lib/auth/page";
import { isRole } from "@/lib/auth/roles";
import { roleNames } from "@/lib/domains/roles/terms";
import { SetUpCodes } from "./client";

export const metadata: Metadata = { title: "Set up codes" };

interface Props {
  searchParams: Promise<{ next?: string | string[] }>;
}

/** Where people are led whose role must have codes and who have none: before anything else. */
export default async function SecondFactorPage({ searchParams }: Props) {
  const { next } = await searchParams;
  const destination = ownPath(Array.isArray(next) ? next[0] : next);
  const session = await pageSession();
  if (session === null) redirect(signInPath(destination));
  if (session.locked) redirect(lockedPath(destination));
  if (!session.lacksCodes) redirect(destination);
  const { email, role, roleName } = session.actor;
  return <SetUpCodes email={email} roleName={isRole(role) ? roleNames[role] : roleName} destination={destination} />;
}
