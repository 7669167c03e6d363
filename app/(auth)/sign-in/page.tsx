import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { demoAccounts } from "@/lib/auth/accounts";
import { lockedPath, ownPath, pageSession, secondFactorPath } from "@/lib/auth/page";
import { awaitsSetUp } from "@/lib/domains/users/read";
import { settings } from "@/lib/env";
import { SignInForm } from "./client";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ next?: string | string[]; error?: string | string[] }>;
}

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

export default async function SignInPage({ searchParams }: Props) {
  const { next, error } = await searchParams;
  const destination = ownPath(one(next));
  const session = await pageSession();
  // A locked desk is unlocked or handed over first; whoever is signed in already goes on.
  if (session?.locked === true) redirect(lockedPath(destination));
  if (session !== null) redirect(session.lacksCodes ? secondFactorPath(destination) : destination);
  if (await awaitsSetUp()) redirect("/setup");
  const { mode, oidc, passwordSignIn } = settings();
  return (
    <SignInForm
      destination={destination}
      demo={mode === "sandbox" ? demoAccounts : []}
      provider={oidc?.name ?? null}
      passwords={passwordSignIn}
      error={one(error) ?? null}
    />
  );
}
