import type { Metadata } from "next";
import { connection } from "next/server";
import { openLink } from "@/lib/domains/account/read";
import { LinkGone, WelcomeForm } from "./client";

/** The address is the secret: it must not travel on as Referer. next.config.js sets the header as well. */
export const metadata: Metadata = { title: "Choose a password", referrer: "no-referrer" };

interface Props {
  params: Promise<{ token: string }>;
}

export default async function WelcomePage({ params }: Props) {
  await connection();
  const { token } = await params;
  const link = await openLink(token);
  if (link === null) return <LinkGone />;
  return <WelcomeForm token={token} kind={link.kind} email={link.email} name={link.name} />;
}
