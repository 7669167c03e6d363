"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ListChecks, Pencil, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { Button, IconButton } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { Empty } from "@/components/ui/states";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { deleteInstruction, instructionQueries } from "@/lib/domains/instructions/queries";
import type { InstructionItem } from "@/lib/domains/instructions/schema";

const InstructionDialog = dynamic(() =>
  insist(() => import("./instruction-dialog")).then((module) => module.InstructionDialog),
);

interface EntryProps {
  instruction: InstructionItem;
  /** Undefined: this person may only read. */
  onEdit: (() => void) | undefined;
  onDelete: () => void;
}

function Entry({ instruction, onEdit, onDelete }: EntryProps) {
  const { name, scope, steps, updatedAt, updatedBy } = instruction;
  return (
    <li className="px-5 py-4">
      <div className="flex items-start gap-3">
        <h3 className="flex min-w-0 flex-1 flex-wrap items-center gap-2 text-md font-semibold">
          <Name>{name}</Name>
          <Tag>{scope === "rule" ? "Rule" : "Type"}</Tag>
        </h3>
        {onEdit === undefined ? null : (
          <span className="flex shrink-0 gap-1">
            <IconButton icon={Pencil} label={`Change the instruction for ${name}`} onPress={onEdit} />
            <IconButton icon={Trash2} label={`Delete the instruction for ${name}`} onPress={onDelete} />
          </span>
        )}
      </div>
      <ol className="mt-1 max-w-160 list-decimal space-y-0.5 ps-5 text-sm text-fg-soft marker:text-fg-faint">
        {steps.map((step) => (
          <li key={step}>
            <bdi dir="auto">{step}</bdi>
          </li>
        ))}
      </ol>
      <p className="mt-2 text-xs text-fg-faint">
        {updatedBy === null ? null : (
          <>
            <Name>{updatedBy.name}</Name>,{" "}
          </>
        )}
        <Time at={updatedAt} />
      </p>
    </li>
  );
}

/** What guards are told to do about alarms of a rule or a type. */
export function InstructionsTab() {
  const { may, person } = useShell();
  const queries = useQueryClient();
  const query = useQuery(instructionQueries.list());
  const remove = useMutation(deleteInstruction);
  const [editing, setEditing] = useState<InstructionItem | "new">();
  const [deleting, setDeleting] = useState<InstructionItem>();
  const mayWrite = may("alarm-rules:write") && person.everywhere;
  const items = query.data?.items;
  const add = (
    <Button variant="primary" icon={Plus} onPress={() => setEditing("new")}>
      Add instruction
    </Button>
  );
  return (
    <div className="min-h-0 flex-1 overflow-auto bg-surface">
      <div className="flex flex-wrap items-start gap-3 border-b border-line px-5 py-4">
        <p className="max-w-160 min-w-0 flex-1 basis-60 text-sm text-fg-soft">
          Steps that stand in the open alarm and are ticked there, each with who did it and when. What a rule says goes
          before what its type says.
        </p>
        {mayWrite && items !== undefined && items.length > 0 ? add : null}
      </div>
      <QueryFailure query={query} />
      {items === undefined ? (
        query.error === null ? (
          <div className="space-y-3 p-5">
            <Skeleton />
            <Skeleton />
          </div>
        ) : null
      ) : items.length === 0 ? (
        <Empty icon={ListChecks} title="No instructions yet" actions={mayWrite ? add : undefined}>
          Alarms then say what happened, and not what to do.
        </Empty>
      ) : (
        <ul aria-label="Instructions" className="divide-y divide-line-soft">
          {items.map((instruction) => (
            <Entry
              key={instruction.id}
              instruction={instruction}
              onEdit={mayWrite ? () => setEditing(instruction) : undefined}
              onDelete={() => setDeleting(instruction)}
            />
          ))}
        </ul>
      )}
      {editing === undefined || items === undefined ? null : (
        <InstructionDialog
          known={items}
          {...(editing === "new" ? {} : { instruction: editing })}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting === undefined ? null : (
        <ConfirmDialog
          isOpen
          onOpenChange={(open) => (open ? undefined : setDeleting(undefined))}
          title={
            <>
              Delete the instruction for <Name>{deleting.name}</Name>?
            </>
          }
          consequence="Open alarms no longer show its steps. What was ticked stays in their trails."
          confirmLabel="Delete instruction"
          busyLabel="Deleting"
          danger
          onConfirm={async () => {
            await remove.mutateAsync(deleting.id);
            await queries.invalidateQueries(instructionQueries.list());
            toast.done({ title: "Instruction deleted" });
          }}
        />
      )}
    </div>
  );
}
