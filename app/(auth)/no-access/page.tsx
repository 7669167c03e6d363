import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ButtonLink } from "@/components/ui/button";
import { NoPermission } from "@/components/ui/states";
import { pageActor } from "@/lib/auth/page";
import { permissions } from "@/lib/auth/roles";
import { permissionWords } from "@/lib/domains/roles/terms";

export const metadata: Metadata = { title: "No access" };

interface Props {
  searchParams: Promise<{ needs?: string | string[] }>;
}

/** Where requirePage sends people whose role does not include what a page needs. */
export default async function NoAccessPage({ searchParams }: Props) {
  const { needs } = await searchParams;
  const actor = await pageActor();
  if (actor === null) redirect("/sign-in");
  const missing = permissions.find((permission) => permission === needs);
  return (
    <>
      <h1 className="sr-only">No access</h1>
      <NoPermission title="You may not open this page">
        Your role, {actor.roleName}, does not include{" "}
        {missing === undefined ? "it" : <>“{permissionWords[missing].label}”</>}. Ask an administrator.
      </NoPermission>
      <p className="text-center">
        <ButtonLink href="/">Back to the overview</ButtonLink>
      </p>
    </>
  );
}
