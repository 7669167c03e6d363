"use client";

import { Lock } from "lucide-react";
import { useCallback, useState } from "react";
import { handOver, lockKey, useLockKey } from "@/components/shell/desk";
import { ProofForm } from "@/components/step-up/proof-form";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { unlockDesk } from "@/lib/domains/account/queries";
import type { ProofChoice } from "@/lib/domains/account/schema";
import { providerAddress } from "@/lib/domains/users/queries";
import { ApiProblem } from "@/lib/http/fetcher";
import { ProblemNotice } from "../_components/problem-notice";

interface Props {
  name: string;
  choice: ProofChoice;
  /** Path of this site to go back to. */
  destination: string;
}

export function LockedDesk({ name, choice, destination }: Props) {
  const [leaving, setLeaving] = useState(false);
  const leave = useCallback(() => {
    setLeaving(true);
    void handOver(destination).finally(() => setLeaving(false));
  }, [destination]);
  useLockKey(leave);
  return (
    <>
      <h1 className="flex items-center gap-2 text-xl font-semibold tracking-tight">
        <Icon of={Lock} size={18} className="text-fg-faint" />
        This desk is locked
      </h1>
      <p className="mt-1 mb-4 text-sm text-fg-soft">
        By <Name className="font-medium text-fg">{name}</Name>
      </p>
      {choice.password || choice.code ? (
        <ProofForm
          choice={choice}
          submitLabel="Unlock"
          busyLabel="Unlocking"
          onSubmit={async (proof) => {
            await unlockDesk(proof);
            window.location.replace(destination);
          }}
        />
      ) : (
        <UnlockAtProvider name={choice.provider ?? "the sign-in service"} destination={destination} />
      )}
      <div className="mt-6 border-t border-line pt-4">
        <Button className="w-full" keyCap={lockKey} busy={leaving} busyLabel="Signing out" onPress={leave}>
          Hand over to somebody else
        </Button>
        <p className="mt-2 text-xs text-fg-faint">Signs out; the next person sees the page that was open.</p>
      </div>
    </>
  );
}

function UnlockAtProvider({ name, destination }: { name: string; destination: string }) {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  async function go() {
    setBusy(true);
    setProblem(null);
    try {
      window.location.assign(await providerAddress(destination, { again: true }));
    } catch (error) {
      setBusy(false);
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    }
  }
  return (
    <div className="space-y-4">
      <ProblemNotice problem={problem} />
      <Button variant="primary" className="w-full" busy={busy} busyLabel="Opening" onPress={() => void go()}>
        Unlock with {name}
      </Button>
    </div>
  );
}
