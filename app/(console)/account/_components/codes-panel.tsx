"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ShieldCheck, ShieldOff } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useStepUp } from "@/components/step-up/step-up-provider";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { insist } from "@/components/ui/insist";
import { StateDot } from "@/components/ui/state-dot";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { accountQueries, disableTotp, renewRecoveryCodes, startTotp } from "@/lib/domains/account/queries";
import type { AccountInfo, TotpEnrolment } from "@/lib/domains/account/schema";
import { Panel } from "./panel";

const EnrolDialog = dynamic(
  () => insist(() => import("@/components/second-factor/enrol-dialog")).then((module) => module.EnrolDialog),
  { ssr: false },
);
const RecoveryDialog = dynamic(
  () => insist(() => import("@/components/second-factor/recovery-dialog")).then((module) => module.RecoveryDialog),
  { ssr: false },
);

/** Codes of an authenticator app, asked for after the password. */
export function CodesPanel({ totp, required }: { totp: AccountInfo["totp"]; required: boolean }) {
  const queries = useQueryClient();
  const stepUp = useStepUp();
  const [enrolment, setEnrolment] = useState<TotpEnrolment | null>(null);
  const [recoveryCodes, setRecoveryCodes] = useState<string[] | null>(null);
  const [asking, setAsking] = useState<"off" | "renew" | null>(null);
  const [starting, setStarting] = useState(false);
  const again = () => queries.invalidateQueries(accountQueries.own());

  async function start() {
    setStarting(true);
    try {
      setEnrolment(await stepUp(startTotp));
    } catch (error) {
      const { title, advice, code } = trouble(error);
      toast.failed({
        title,
        ...(advice === undefined ? {} : { detail: advice }),
        ...(code === undefined ? {} : { code }),
      });
    } finally {
      setStarting(false);
    }
  }

  return (
    <Panel
      id="codes"
      title="Codes at sign-in"
      about="After your password, sign-in asks for a code that only your phone knows. A stolen password is then not enough."
    >
      {totp === null ? (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <StateDot tone="neutral">Not asked for</StateDot>
          <Button icon={ShieldCheck} busy={starting} busyLabel="Setting up" onPress={() => void start()}>
            Set up an authenticator app…
          </Button>
        </div>
      ) : (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <StateDot tone="ok" aside={<Time at={totp.since} as="date" />}>
              Asked for since
            </StateDot>
            <Button icon={ShieldOff} onPress={() => setAsking("off")}>
              Switch off…
            </Button>
          </div>
          <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
            <StateDot tone={totp.recoveryCodesLeft > 2 ? "ok" : "warn"}>
              {totp.recoveryCodesLeft === 1 ? "1 recovery code left" : `${totp.recoveryCodesLeft} recovery codes left`}
            </StateDot>
            <Button onPress={() => setAsking("renew")}>Make new recovery codes…</Button>
          </div>
        </>
      )}
      {enrolment === null ? null : (
        <EnrolDialog
          enrolment={enrolment}
          onClose={() => setEnrolment(null)}
          onConfirmed={(codes) => {
            setEnrolment(null);
            setRecoveryCodes(codes);
            void again();
          }}
        />
      )}
      {recoveryCodes === null ? null : <RecoveryDialog codes={recoveryCodes} onClose={() => setRecoveryCodes(null)} />}
      <ConfirmDialog
        isOpen={asking === "off"}
        onOpenChange={(open) => setAsking(open ? "off" : null)}
        title="Switch codes off?"
        consequence={
          required
            ? "Your recovery codes are void. Your role must have codes, so you set up an app anew before anything else."
            : "From now on your password alone lets in. Your recovery codes are void."
        }
        confirmLabel="Switch codes off"
        busyLabel="Switching off"
        danger
        onConfirm={async () => {
          await stepUp(disableTotp);
          await again();
        }}
      />
      <ConfirmDialog
        isOpen={asking === "renew"}
        onOpenChange={(open) => setAsking(open ? "renew" : null)}
        title="Make new recovery codes?"
        consequence="The ones you have are void from then on."
        confirmLabel="Make new codes"
        busyLabel="Making"
        onConfirm={async () => {
          const made = await stepUp(renewRecoveryCodes);
          setRecoveryCodes(made.recoveryCodes);
          await again();
        }}
      />
    </Panel>
  );
}
