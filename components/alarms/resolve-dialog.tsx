"use client";

import { useMemo } from "react";
import { FormSelect, FormTextArea, FormTextField } from "@/components/form/fields";
import { FormDialog } from "@/components/form/form-dialog";
import { useWatch } from "react-hook-form";
import { z } from "zod";
import type { AlarmItem } from "@/lib/domains/alarms/schema";
import { type Disposition, dispositions, dispositionWords } from "@/lib/domains/alarms/terms";
import { OriginalField } from "./original-field";
import type { Resolving } from "./use-triage";

const noteMax = 2_000;

const Resolution = z
  .object({
    disposition: z.enum(dispositions, "Say what it turned out to be."),
    original: z.object({ id: z.string(), name: z.string() }).nullable(),
    dispositionNote: z.string().trim().max(noteMax, `Shorten it to ${noteMax} characters.`),
    note: z.string().trim().max(noteMax, `Shorten it to ${noteMax} characters.`),
  })
  .refine(({ disposition, dispositionNote }) => disposition !== "other" || dispositionNote !== "", {
    path: ["dispositionNote"],
    message: "Say in your own words what it turned out to be.",
  });

const options = dispositions.map((value) => ({ value, label: dispositionWords[value] }));

export interface ResolveDialogProps {
  /** "Intrusion", or "4 alarms". */
  what: string;
  /** What is resolved. */
  alarms: readonly AlarmItem[];
  onClose: () => void;
  onResolve: (how: Resolving) => void;
}

/** What it turned out to be, and a line for the trail. Painted as soon as it is sent. */
export function ResolveDialog({ what, alarms, onClose, onResolve }: ResolveDialogProps) {
  const defaults = useMemo(() => ({ disposition: "true" as const, original: null, dispositionNote: "", note: "" }), []);
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={`Resolve ${what}`}
      schema={Resolution}
      defaultValues={defaults}
      submit={({ original, ...how }) => {
        onResolve({ ...how, duplicateOf: how.disposition === "duplicate" ? original?.id : undefined });
        return Promise.resolve();
      }}
      submitLabel="Resolve"
    >
      <FormSelect name="disposition" label="Turned out to be" options={options} />
      <More alarms={alarms} />
      <FormTextArea name="note" label="Note" aside="optional" limit={noteMax} rows={2} />
    </FormDialog>
  );
}

/** What some dispositions ask besides. */
function More({ alarms }: Pick<ResolveDialogProps, "alarms">) {
  const disposition = useWatch<{ disposition: Disposition }>({ name: "disposition" });
  if (disposition === "duplicate") return <OriginalField name="original" alarms={alarms} />;
  return disposition === "other" ? <FormTextField name="dispositionNote" label="In your own words" /> : null;
}
