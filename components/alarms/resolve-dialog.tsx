"use client";

import { useMemo } from "react";
import { FormSelect, FormTextArea, FormTextField } from "@/components/form/fields";
import { FormDialog } from "@/components/form/form-dialog";
import { useWatch } from "react-hook-form";
import { z } from "zod";
import { type Disposition, dispositions, dispositionWords } from "@/lib/domains/alarms/terms";

const noteMax = 2_000;

const Resolution = z
  .object({
    disposition: z.enum(dispositions, "Say what it turned out to be."),
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
  onClose: () => void;
  onResolve: (how: { disposition: Disposition; dispositionNote: string; note: string }) => void;
}

/** What it turned out to be, and a line for the trail. Painted as soon as it is sent. */
export function ResolveDialog({ what, onClose, onResolve }: ResolveDialogProps) {
  const defaults = useMemo(() => ({ disposition: "true" as const, dispositionNote: "", note: "" }), []);
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={`Resolve ${what}`}
      schema={Resolution}
      defaultValues={defaults}
      submit={(values) => {
        onResolve(values);
        return Promise.resolve();
      }}
      submitLabel="Resolve"
    >
      <FormSelect name="disposition" label="Turned out to be" options={options} />
      <OwnWords />
      <FormTextArea name="note" label="Note" aside="optional" limit={noteMax} rows={2} />
    </FormDialog>
  );
}

function OwnWords() {
  const disposition = useWatch<{ disposition: Disposition }>({ name: "disposition" });
  return disposition === "other" ? <FormTextField name="dispositionNote" label="In your own words" /> : null;
}
