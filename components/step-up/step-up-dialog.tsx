"use client";

import { useQuery } from "@tanstack/react-query";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { trouble } from "@/components/ui/trouble";
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
  const failure = choice.isError && choice.data === undefined ? trouble(choice.error) : null;
  return (
    <Dialog isOpen onOpenChange={(open) => (open ? undefined : onCancel())} title="Confirm that it is you">
      {failure !== null ? (
        <ErrorState title={failure.title} code={failure.code} onRetry={() => void choice.refetch()}>
          {failure.advice}
        </ErrorState>
      ) : choice.data === undefined ? (
        <Skeleton className="mt-3 h-24 w-full" />
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
