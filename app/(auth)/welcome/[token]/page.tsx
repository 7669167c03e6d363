import type { Metadata } from "next";
import { KeyRound } from "lucide-react";
import { connection } from "next/server";
import { ButtonLink } from "@/components/ui/button";
import { Empty } from "@/components/ui/states";
import { openLink } from "@/lib/domains/account/read";
import { WelcomeForm } from "./client";

/** The address is the secret: it must not travel on as Referer. next.config.js sets the header as well. */
export const metadata: Metadata = { title: "Choose a password", referrer: "no-referrer" };

interface Props {
  params: Promise<{ token: string }>;
}

export default async function WelcomePage({ params }: Props) {
  await connection();
  const { token } = await params;
  const link = await openLink(token);
  if (link === null) {
    return (
      <>
        <h1 className="sr-only">Choose a password</h1>
        <Empty
          icon={KeyRound}
          title="This link is not good any more"
          actions={<ButtonLink href="/sign-in">Go to sign in</ButtonLink>}
        >
          It was used, is too old, or was replaced by a newer one. Ask an administrator for another.
        </Empty>
      </>
    );
  }
  return <WelcomeForm token={token} kind={link.kind} email={link.email} name={link.name} />;
}
