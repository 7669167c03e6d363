"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Power, PowerOff } from "lucide-react";
import { useState } from "react";
import { useCommandReport } from "@/components/commands/item-results";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog, type Confirmation } from "@/components/ui/dialog";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import { alarmOutputQueries, controlOutput } from "@/lib/domains/alarm-outputs/queries";
import { type SignalKind, SignalWord, useSignal } from "./signal-cell";

export interface SignalSectionProps {
  kind: SignalKind;
  id: string;
  name: string;
}

/** What it is just now, and for outputs the switch. Nothing is shown as switched before its device says so. */
export function SignalSection({ kind, id, name }: SignalSectionProps) {
  const { may } = useShell();
  const signal = useSignal(kind, id);
  const [switching, setSwitching] = useState(false);
  return (
    <section aria-label="Signal" className="mb-4 rounded-md border border-line px-3 py-2.5 text-sm">
      <p className="flex items-baseline justify-between gap-3" role="status">
        <span className="text-fg-soft">Signal</span>
        {switching ? <span className="text-fg-soft">Switching…</span> : <SignalWord {...signal} />}
      </p>
      {signal.why === undefined || switching ? null : <p className="mt-1 text-xs text-fg-soft">{signal.why}</p>}
      <p className="mt-1 text-xs text-fg-faint">
        {signal.askedAt === 0 ? (
          "Asking its device"
        ) : (
          <>
            Its device was asked at <Time at={signal.askedAt} />, and is again while this is open
          </>
        )}
      </p>
      {kind === "alarm-outputs" && may("devices:write") ? (
        <Switches id={id} name={name} onSwitching={setSwitching} />
      ) : null}
    </section>
  );
}

function Switches({
  id,
  name,
  onSwitching,
}: Omit<SignalSectionProps, "kind"> & { onSwitching: (on: boolean) => void }) {
  const queries = useQueryClient();
  const report = useCommandReport();
  const [asked, setAsked] = useState<"on" | "off">("on");
  const [open, setOpen] = useState(false);
  const { queryKey } = alarmOutputQueries.state(id);

  function ask(to: "on" | "off") {
    setAsked(to);
    setOpen(true);
  }

  async function confirm({ reason }: Confirmation) {
    onSwitching(true);
    try {
      const answer = await controlOutput(id, asked === "on", reason);
      queries.setQueryData(queryKey, answer.state);
      report.tell(answer, {
        done: `Output is switched ${asked}`,
        otherwise: `The output was not switched ${asked}`,
      });
    } catch (error) {
      // It may have happened all the same: the device is asked, nothing is assumed.
      await queries.invalidateQueries({ queryKey });
      throw error;
    } finally {
      onSwitching(false);
    }
  }

  return (
    <div className="mt-2.5 flex flex-wrap gap-2">
      <Button size="sm" icon={Power} onPress={() => ask("on")}>
        Switch on
      </Button>
      <Button size="sm" icon={PowerOff} onPress={() => ask("off")}>
        Switch off
      </Button>
      {report.dialog}
      <ConfirmDialog
        isOpen={open}
        onOpenChange={setOpen}
        title={
          <>
            Switch <Name>{name}</Name> {asked}?
          </>
        }
        consequence={
          asked === "on"
            ? "What hangs on it, such as a siren, a lamp or a gate, starts at once and stays on until somebody switches it off."
            : "What hangs on it, such as a siren, a lamp or a gate, stops at once, also where an alarm switched it on."
        }
        confirmLabel={`Switch ${asked}`}
        busyLabel="Switching"
        danger
        reason="optional"
        onConfirm={confirm}
      />
    </div>
  );
}
