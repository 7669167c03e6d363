"use client";

import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { FormTextArea } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { toast } from "@/components/ui/toast";
import { handoverQueries, prepareHandover } from "@/lib/domains/handovers/queries";
import { type HandoverBoard, PrepareHandover } from "@/lib/domains/handovers/schema";
import { carriedWords, itemIcons, kindWords } from "./item-list";

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** The points as they are typed: one a line. */
const Typed = z.object({
  notes: PrepareHandover.shape.notes,
  points: z.string().superRefine((text, context) => {
    const parsed = PrepareHandover.shape.points.safeParse(lines(text));
    const message = parsed.error?.issues[0]?.message;
    if (message !== undefined) context.addIssue({ code: "custom", message });
  }),
});

/** What the outgoing guard says to the next one; what is open comes along by itself. */
export function PrepareDialog({ board, onClose }: { board: HandoverBoard; onClose: () => void }) {
  const queries = useQueryClient();
  const { own, open } = board;
  const before = own?.items.filter(({ kind, carried }) => kind === "point" && carried === 0) ?? [];
  const control = useSubmitForm({
    schema: Typed,
    defaultValues: { notes: own?.notes ?? "", points: before.map(({ name }) => name).join("\n") },
    submit: async ({ notes, points }) => {
      await prepareHandover({ notes, points: lines(points) });
      await queries.invalidateQueries({ queryKey: handoverQueries.all });
      toast.done({ title: "Handover prepared" });
      onClose();
    },
  });
  return (
    <AskingDialog control={control} onClose={onClose} title="Prepare the handover" className="max-w-160!">
      <Form
        control={control}
        submitLabel="Prepare handover"
        busyLabel="Preparing"
        onCancel={onClose}
        className="pt-3 text-fg"
      >
        <FormTextArea name="notes" label="Notes" aside="optional" rows={4} limit={4_000} autoFocus />
        <FormTextArea
          name="points"
          label="Points to watch"
          aside="optional"
          hint="One a line. Each is ticked by the next guard and stays until it is cleared."
          rows={3}
        />
        <div>
          <p className="text-sm font-medium">Comes along by itself</p>
          {open.length === 0 ? (
            <p className="mt-1 text-sm text-fg-soft">No open alarm is yours or flagged, and nothing is snoozed.</p>
          ) : (
            <ul className="mt-1 max-h-48 overflow-auto rounded-md border border-line">
              {open.map(({ kind, targetId, name, count, carried }) => (
                <li
                  key={`${kind} ${targetId ?? name}`}
                  className="flex min-h-8 items-center gap-2 border-t border-line-soft px-2.5 py-1 text-sm first:border-t-0"
                >
                  <Icon of={itemIcons[kind]} className="text-fg-faint" />
                  <Name className="min-w-0 flex-1 wrap-anywhere">{name}</Name>
                  <span className="text-end text-xs text-fg-faint">
                    {count === 1 ? null : `${count.toLocaleString("en")} times, `}
                    {carried === 0 ? kindWords[kind] : carriedWords(carried)}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
      </Form>
    </AskingDialog>
  );
}
