"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { z } from "zod";
import { FormTextArea } from "@/components/form/fields";
import { FormDialog } from "@/components/form/form-dialog";
import { useField } from "@/components/form/use-field";
import { useShell } from "@/components/shell/shell-context";
import { ChooserField } from "@/components/ui/chooser-field";
import { Name } from "@/components/ui/name";
import { SearchField } from "@/components/ui/search-field";
import { ChoiceList } from "@/components/ui/select";
import { trouble } from "@/components/ui/trouble";
import type { AlarmItem, Person } from "@/lib/domains/alarms/schema";
import { onDutyQueries } from "@/lib/domains/on-duty/queries";

const noteMax = 2_000;
const nobody: Person = { id: "nobody", name: "Nobody" };
const Assignment = z.object({
  owner: z.object({ id: z.string(), name: z.string() }),
  note: z.string().trim().max(noteMax, `Shorten it to ${noteMax} characters.`),
});

const focus = (input: HTMLInputElement | null) => input?.focus();

export interface AssignDialogProps {
  what: string;
  alarms: readonly AlarmItem[];
  owner: Person | null;
  onClose: () => void;
  onAssign: (owner: Person | null, note: string) => void;
}

export function AssignDialog({ what, alarms, owner, onClose, onAssign }: AssignDialogProps) {
  const { person } = useShell();
  const defaults = useMemo(() => {
    const start = owner?.id === person.id ? nobody : { id: person.id, name: person.name };
    return { owner: start, note: "" };
  }, [owner, person]);
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={`Assign ${what}`}
      schema={Assignment}
      defaultValues={defaults}
      submit={(values) => {
        onAssign(values.owner.id === nobody.id ? null : values.owner, values.note);
        return Promise.resolve();
      }}
      submitLabel="Assign"
    >
      <OwnerField alarms={alarms} />
      <FormTextArea name="note" label="Note" aside="optional" limit={noteMax} rows={2} />
    </FormDialog>
  );
}

function OwnerField({ alarms }: Pick<AssignDialogProps, "alarms">) {
  const { person } = useShell();
  const { field, error } = useField("owner");
  const value = field.value as Person;
  return (
    <ChooserField
      label="Owner"
      error={error}
      buttonRef={field.ref}
      shown={
        <>
          <Name>{value.name}</Name>
          {value.id === person.id ? " (me)" : ""}
        </>
      }
      placeholder="Choose somebody"
    >
      {(close) => (
        <People
          alarms={alarms}
          value={value}
          onChoose={(chosen) => {
            field.onChange(chosen);
            close();
          }}
        />
      )}
    </ChooserField>
  );
}

interface PeopleProps extends Pick<AssignDialogProps, "alarms"> {
  value: Person;
  onChoose: (person: Person) => void;
}

/** Oneself, then those on duty, then everybody else who handles alarms and sees these. */
function People({ alarms, value, onChoose }: PeopleProps) {
  const { person } = useShell();
  const [words, setWords] = useState("");
  const areas = useMemo(() => [...new Set(alarms.map(({ area }) => area.id))].sort(), [alarms]);
  const { data, error } = useQuery(onDutyQueries.assignees(areas));
  const wanted = words.trim().toLowerCase();
  const known = data?.items ?? [];
  const mine = known.find(({ id }) => id === person.id);
  const people = [
    { id: person.id, name: person.name, label: `${person.name} (me)`, roleName: person.roleName, onDuty: mine?.onDuty },
    ...known.filter(({ id }) => id !== person.id).map((each) => ({ ...each, label: each.name })),
  ].filter(({ label }) => label.toLowerCase().includes(wanted));
  const options = [
    ...people.map(({ id, label, roleName, onDuty }) => ({
      value: id,
      label,
      hint: onDuty === true ? `on duty, ${roleName}` : roleName,
    })),
    ...(nobody.name.toLowerCase().includes(wanted) ? [{ value: nobody.id, label: nobody.name }] : []),
  ];
  return (
    <div className="w-80 max-w-[calc(100vw-2rem)]">
      <div className="border-b border-line p-2">
        <SearchField label="Name" value={words} onChange={setWords} inputRef={focus} />
      </div>
      {options.length === 0 ? (
        <p className="p-4 text-sm text-fg-soft">Nobody of that name handles alarms and sees this place</p>
      ) : (
        <ChoiceList
          label="People"
          multiple={false}
          takesFocus={false}
          options={options}
          value={[value.id]}
          onChange={([chosen]) => {
            // Pressed again, it stays chosen.
            const who = [...people, nobody].find(({ id }) => id === (chosen ?? value.id));
            if (who !== undefined) onChoose({ id: who.id, name: who.name });
          }}
        />
      )}
      {error === null ? null : (
        <p className="border-t border-line p-3 text-sm text-danger-fg">{trouble(error).title}</p>
      )}
    </div>
  );
}
