"use client";

import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { EnrolDialog } from "@/components/second-factor/enrol-dialog";
import { RecoveryDialog } from "@/components/second-factor/recovery-dialog";
import { handOver } from "@/components/shell/desk";
import { useStepUp } from "@/components/step-up/step-up-provider";
import { Button } from "@/components/ui/button";
import { Name } from "@/components/ui/name";
import { startTotp } from "@/lib/domains/account/queries";
import type { TotpEnrolment } from "@/lib/domains/account/schema";
import { ApiProblem } from "@/lib/http/fetcher";
import { ProblemNotice } from "../_components/problem-notice";

interface Props {
  email: string;
  roleName: string;
  /** Path of this site to go to afterwards. */
  destination: string;
}

export function SetUpCodes({ email, roleName, destination }: Props) {
  const stepUp = useStepUp();
  const [enrolment, setEnrolment] = useState<TotpEnrolment | null>(null);
  const [recoveryCodes, setRecoveryCodes] = useState<string[] | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState<"starting" | "leaving" | null>(null);

  async function start() {
    setBusy("starting");
    setProblem(null);
    try {
      setEnrolment(await stepUp(startTotp));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(null);
    }
  }

  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">Set up codes first</h1>
      <p className="mt-1 mb-4 text-sm text-fg-soft">
        Whoever has the role <Name className="font-medium text-fg">{roleName}</Name> signs in with a password and a code
        of an authenticator app. You need your phone with such an app. You are signed in as{" "}
        <bdi className="font-medium text-fg">{email}</bdi>.
      </p>
      <div className="space-y-4">
        <ProblemNotice problem={problem} />
        <Button
          variant="primary"
          icon={ShieldCheck}
          className="w-full"
          busy={busy === "starting"}
          busyLabel="Setting up"
          onPress={() => void start()}
        >
          Set up an authenticator app…
        </Button>
        <Button
          variant="quiet"
          className="w-full"
          busy={busy === "leaving"}
          busyLabel="Signing out"
          onPress={() => {
            setBusy("leaving");
            void handOver(destination).finally(() => setBusy(null));
          }}
        >
          Sign out
        </Button>
      </div>
      {enrolment === null ? null : (
        <EnrolDialog
          enrolment={enrolment}
          onClose={() => setEnrolment(null)}
          onConfirmed={(codes) => {
            setEnrolment(null);
            setRecoveryCodes(codes);
          }}
        />
      )}
      {recoveryCodes === null ? null : (
        <RecoveryDialog codes={recoveryCodes} onClose={() => window.location.replace(destination)} />
      )}
    </>
  );
}
