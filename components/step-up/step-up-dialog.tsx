"use client";

import { useQuery } from "@tanstack/react-query";
import { Dialog } from "@/components/ui/dialog";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { accountQueries, stepUp } from "@/lib/domains/account/queries";
import { AtTheProvider } from "./at-the-provider";
import { ProofForm } from "./proof-form";

interface Props {
  onProved: () => void;
  onCancel: () => void;
}

/** "Confirm that it is you": a password, a code, or another visit to the identity provider. */
export function StepUpDialog({ onProved, onCancel }: Props) {
  const choice = useQuery({ ...accountQueries.proof(), staleTime: 0 });
  return (
    <Dialog isOpen onOpenChange={(open) => (open ? undefined : onCancel())} title="Confirm that it is you">
      {choice.data === undefined ? (
        choice.isError ? (
          <QueryFailure query={choice} />
        ) : (
          <Skeleton className="mt-3 h-24 w-full" />
        )
      ) : choice.data.password || choice.data.code ? (
        <>
          <p className="mb-3">What you are about to do asks for it. It then counts for five minutes.</p>
          <ProofForm
            choice={choice.data}
            submitLabel="Confirm"
            busyLabel="Confirming"
            onSubmit={async (proof) => {
              await stepUp(proof);
              onProved();
            }}
            onCancel={onCancel}
          />
        </>
      ) : (
        <AtTheProvider name={choice.data.provider ?? "the sign-in service"} onProved={onProved} onCancel={onCancel} />
      )}
    </Dialog>
  );
}
