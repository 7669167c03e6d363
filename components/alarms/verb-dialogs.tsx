"use client";

import dynamic from "next/dynamic";
import { AlreadyTold } from "@/components/form/form";
import { insist } from "@/components/ui/insist";
import type { AlarmItem } from "@/lib/domains/alarms/schema";
import type { Target, Triage } from "./use-triage";

const ResolveDialog = dynamic(() => insist(() => import("./resolve-dialog")).then((module) => module.ResolveDialog), {
  ssr: false,
});
const AssignDialog = dynamic(() => insist(() => import("./assign-dialog")).then((module) => module.AssignDialog), {
  ssr: false,
});
const SnoozeDialog = dynamic(() => insist(() => import("./snooze-dialog")).then((module) => module.SnoozeDialog), {
  ssr: false,
});
const AcknowledgeDialog = dynamic(
  () => insist(() => import("./note-dialog")).then((module) => module.AcknowledgeDialog),
  {
    ssr: false,
  },
);
const CameraDialog = dynamic(() => insist(() => import("./camera-dialog")).then((module) => module.CameraDialog), {
  ssr: false,
});
const SnoozesDialog = dynamic(() => insist(() => import("./snoozes")).then((module) => module.SnoozesDialog), {
  ssr: false,
});

/** What is asked before a verb is carried out. */
export type Asked =
  | { what: "resolve" | "assign" | "acknowledge" | "snooze" | "addCamera"; alarms: readonly AlarmItem[] }
  | { what: "snoozes" };

export interface VerbDialogsProps {
  asked: Asked | null;
  triage: Triage;
  mayHandle: boolean;
  onClose: () => void;
  /** Once a verb has been carried out, for some at least. */
  onDone: () => void;
}

const named = (targets: readonly Target[]) =>
  targets.length === 1 ? `“${targets[0]?.typeName ?? "alarm"}”` : `${targets.length} alarms`;

export function VerbDialogs({ asked, triage, mayHandle, onClose, onDone }: VerbDialogsProps) {
  if (asked === null) return null;
  if (asked.what === "snoozes") return <SnoozesDialog onClose={onClose} canLift={mayHandle} />;
  const { what, alarms } = asked;
  const first = alarms[0];
  if (first === undefined) return null;
  const shared = { what: named(alarms), onClose };
  const send = async (work: Promise<boolean>) => {
    if (!(await work)) throw new AlreadyTold();
    onDone();
  };
  if (what === "addCamera") return <CameraDialog alarm={first} onClose={onClose} />;
  if (what === "snooze") return <SnoozeDialog alarm={first} onClose={onClose} />;
  if (what === "resolve")
    return <ResolveDialog {...shared} alarms={alarms} onResolve={(how) => send(triage.resolve(alarms, how))} />;
  if (what === "assign") {
    return (
      <AssignDialog
        {...shared}
        alarms={alarms}
        owner={alarms.length === 1 ? first.owner : null}
        onAssign={(owner, note) => send(triage.assign(alarms, owner, note))}
      />
    );
  }
  return <AcknowledgeDialog {...shared} onAcknowledge={(note) => send(triage.acknowledge(alarms, note))} />;
}
