"use client";

import { SearchX } from "lucide-react";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { QueryFailure, type QueryFailureProps } from "@/components/ui/query-failure";
import { Empty } from "@/components/ui/states";
import { isMissing, trouble } from "@/components/ui/trouble";

interface Parent {
  label: string;
  href: string;
}

/** The page of a thing that is not there, or no longer: what is known of it, and the way back. */
export function Missing({ noun, parent, error }: { noun: string; parent: Parent; error: unknown }) {
  const known = isMissing(error) ? trouble(error) : undefined;
  return (
    <PageFrame title={`No such ${noun}`} parent={parent}>
      <Empty
        icon={SearchX}
        className="flex-1"
        title={(known?.title ?? `There is no ${noun} at this address.`).replace(/\.$/, "")}
        actions={<ButtonLink href={parent.href}>Open the list of {parent.label.toLowerCase()}</ButtonLink>}
      >
        {known?.advice ?? "Check the address, or search for the name."}
      </Empty>
    </PageFrame>
  );
}

export interface DetailTroubleProps extends Pick<QueryFailureProps, "query"> {
  noun: string;
  parent: Parent;
}

/** A thing's page without the thing: it is read, it is not there, or it could not be read. */
export function DetailTrouble({ noun, parent, query }: DetailTroubleProps) {
  const { error } = query;
  if (isMissing(error)) return <Missing noun={noun} parent={parent} error={error} />;
  if (error === null) {
    return (
      <PageFrame title={<Skeleton className="h-4 w-40" />} parent={parent}>
        <div aria-busy className="space-y-4 p-5">
          <Skeleton className="h-6 w-64" />
          <Skeleton className="h-40 w-full max-w-160" />
        </div>
      </PageFrame>
    );
  }
  return (
    <PageFrame title={`This ${noun} could not be read`} parent={parent}>
      <QueryFailure query={query} className="flex-1" />
    </PageFrame>
  );
}
