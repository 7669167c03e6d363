"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FormTextArea } from "@/components/form/fields";
import { FormDialog } from "@/components/form/form-dialog";
import { Name } from "@/components/ui/name";
import { clearItem, handoverQueries } from "@/lib/domains/handovers/queries";
import { ClearItem, type HandoverItem } from "@/lib/domains/handovers/schema";

/** Nothing is left to do: no handover carries the item on. */
export function ClearDialog({ item, onClose }: { item: HandoverItem; onClose: () => void }) {
  const queries = useQueryClient();
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={
        <>
          Clear <Name>{item.name}</Name>?
        </>
      }
      schema={ClearItem}
      defaultValues={{ note: "" }}
      submit={async ({ note }) => {
        await clearItem(item.id, note === undefined || note === "" ? {} : { note });
        await queries.invalidateQueries({ queryKey: handoverQueries.all });
      }}
      submitLabel="Clear item"
      busyLabel="Clearing"
    >
      <p className="text-sm text-fg-soft">
        {item.kind === "alarm"
          ? "The next handover does not carry it on. The alarm itself stays as it is, without its flag."
          : "The next handover does not carry it on."}
      </p>
      <FormTextArea name="note" label="What was done" aside="optional" rows={2} limit={500} />
    </FormDialog>
  );
}
