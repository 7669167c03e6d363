"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { z } from "zod";
import { FormSelect, FormTextArea } from "@/components/form/fields";
import { FormDialog } from "@/components/form/form-dialog";
import { useShell } from "@/components/shell/shell-context";
import { alarmQueries } from "@/lib/domains/alarms/queries";
import type { AlarmListing, Person } from "@/lib/domains/alarms/schema";
import { peopleQueries } from "@/lib/domains/users/queries";
import type { InfiniteData } from "@tanstack/react-query";

const noteMax = 2_000;
const nobody = "nobody";
const Assignment = z.object({
  owner: z.string("Say who takes it."),
  note: z.string().trim().max(noteMax, `Shorten it to ${noteMax} characters.`),
});

/** Those who own alarms here already; whoever may read the accounts sees everyone who is active. */
function useCandidates(): Person[] {
  const queries = useQueryClient();
  const { may, person } = useShell();
  const users = useInfiniteQuery({ ...peopleQueries.list({ state: ["active"] }), enabled: may("users:manage") });
  return useMemo(() => {
    const known = new Map<string, Person>();
    for (const [, data] of queries.getQueriesData<InfiniteData<AlarmListing> | undefined>({
      queryKey: alarmQueries.all,
    })) {
      if (data === undefined || !("pages" in data)) continue;
      for (const { owner } of data.pages.flatMap(({ items }) => items)) if (owner !== null) known.set(owner.id, owner);
    }
    for (const { id, name } of users.data?.pages.flatMap(({ items }) => items) ?? []) known.set(id, { id, name });
    known.delete(person.id);
    return [...known.values()].sort((a, b) => a.name.localeCompare(b.name));
  }, [person.id, queries, users.data]);
}

export interface AssignDialogProps {
  what: string;
  owner: Person | null;
  onClose: () => void;
  onAssign: (owner: Person | null, note: string) => void;
}

export function AssignDialog({ what, owner, onClose, onAssign }: AssignDialogProps) {
  const { person } = useShell();
  const candidates = useCandidates();
  const options = [
    { value: person.id, label: `${person.name} (me)` },
    ...candidates.map(({ id, name }) => ({ value: id, label: name })),
    { value: nobody, label: "Nobody" },
  ];
  const start = owner?.id === person.id ? nobody : person.id;
  const defaults = useMemo(() => ({ owner: start, note: "" }), [start]);
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={`Assign ${what}`}
      schema={Assignment}
      defaultValues={defaults}
      submit={(values) => {
        const chosen = [{ id: person.id, name: person.name }, ...candidates].find(({ id }) => id === values.owner);
        onAssign(chosen ?? null, values.note);
        return Promise.resolve();
      }}
      submitLabel="Assign"
    >
      <FormSelect name="owner" label="Owner" options={options} />
      <FormTextArea name="note" label="Note" aside="optional" limit={noteMax} rows={2} />
    </FormDialog>
  );
}
