"use client";

import { useMemo } from "react";
import { z } from "zod";
import { FormTextArea } from "@/components/form/fields";
import { FormDialog } from "@/components/form/form-dialog";

const noteMax = 2_000;
const Noted = z.object({ note: z.string().trim().max(noteMax, `Shorten it to ${noteMax} characters.`) });

/** Acknowledges several at once, with a line that goes into the trail of each. */
export function AcknowledgeDialog({
  what,
  onClose,
  onAcknowledge,
}: {
  what: string;
  onClose: () => void;
  /** Rejects when it failed: the dialog stays, with what was typed. */
  onAcknowledge: (note: string) => Promise<void>;
}) {
  const defaults = useMemo(() => ({ note: "" }), []);
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={`Acknowledge ${what}`}
      schema={Noted}
      defaultValues={defaults}
      submit={({ note }) => onAcknowledge(note)}
      submitLabel="Acknowledge"
    >
      <FormTextArea name="note" label="Note" aside="optional" limit={noteMax} rows={2} />
    </FormDialog>
  );
}
