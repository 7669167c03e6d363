"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { otherActorWords } from "@/components/audit/entry-words";
import type { Filter } from "@/components/data-table/data-table";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { SearchField } from "@/components/ui/search-field";
import { ChoiceList } from "@/components/ui/select";
import { auditQueries } from "@/lib/domains/audit/queries";
import { otherActors } from "@/lib/domains/audit/terms";

type ChooserProps = Parameters<NonNullable<Filter["choose"]>>[0];

/** People who stand in the log, and those who are no user. */
export function WhoChooser({ value, onChange }: ChooserProps) {
  const [words, setWords] = useState("");
  const { data } = useQuery(auditQueries.actors(words.trim()));
  const people = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name ?? id }));
  const others = otherActors.map((other) => ({ value: other, label: otherActorWords[other] ?? other }));
  const options = [...(words === "" ? others : []), ...people];
  const shown = options.map((option) => option.value as string);
  return (
    <div className="w-72">
      <div className="border-b border-line p-2">
        <SearchField label="Find a person" value={words} onChange={setWords} />
      </div>
      <ChoiceList
        label="Who"
        options={options}
        value={value}
        onChange={(next) => onChange([...value.filter((id) => !shown.includes(id)), ...next])}
      />
    </div>
  );
}

/** One address, or its beginning. */
export function AddressChooser({ onChange, close }: ChooserProps) {
  const [text, setText] = useState("");
  return (
    <form
      className="w-64 space-y-3 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === "") return;
        onChange([text.trim()]);
        close();
      }}
    >
      <TextField label="Address" value={text} onChange={setText} />
      <Button type="submit">Apply</Button>
    </form>
  );
}
