"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { kindInWords, objectKinds, otherActorWords, resultMarks } from "@/components/audit/entry-words";
import type { Filter } from "@/components/data-table/data-table";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { SearchField } from "@/components/ui/search-field";
import { ChoiceList } from "@/components/ui/select";
import { dateTime, type Viewer } from "@/components/ui/time-format";
import { useViewer } from "@/components/ui/viewer";
import { auditActions } from "@/lib/audit/actions";
import { auditQueries } from "@/lib/domains/audit/queries";
import { auditActionNames, auditResults, otherActors } from "@/lib/domains/audit/schema";

/** Midnight of the viewer's own day, so many days ago. */
function dayStart(daysAgo: number): string {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - daysAgo);
  return day.toISOString();
}

function spanInWords(span: string, viewer: Viewer): string {
  const [from = "", to = ""] = span.split("/");
  const words = (iso: string) => (Number.isNaN(Date.parse(iso)) ? iso : dateTime(Date.parse(iso), viewer));
  if (to === "") return `since ${words(from)}`;
  return from === "" ? `until ${words(to)}` : `${words(from)} to ${words(to)}`;
}

type ChooserProps = Parameters<NonNullable<Filter["choose"]>>[0];

const toIso = (local: string) => (local === "" || Number.isNaN(Date.parse(local)) ? "" : new Date(local).toISOString());

function WhenChooser({ onChange, close }: ChooserProps) {
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const choose = (span: string) => {
    onChange([span]);
    close();
  };
  const presets = [
    ["Today", () => `${dayStart(0)}/`],
    ["Yesterday", () => `${dayStart(1)}/${dayStart(0)}`],
    ["Last 7 days", () => `${dayStart(6)}/`],
    ["Last 30 days", () => `${dayStart(29)}/`],
  ] as const;
  return (
    <form
      className="w-72 space-y-3 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (from !== "" || to !== "") choose(`${toIso(from)}/${toIso(to)}`);
      }}
    >
      <div className="flex flex-wrap gap-2">
        {presets.map(([label, span]) => (
          <Button key={label} size="sm" onPress={() => choose(span())}>
            {label}
          </Button>
        ))}
      </div>
      <TextField label="From" type="datetime-local" value={from} onChange={setFrom} />
      <TextField label="To" type="datetime-local" value={to} onChange={setTo} />
      <Button type="submit">Apply</Button>
    </form>
  );
}

function WhoChooser({ value, onChange }: ChooserProps) {
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

function AddressChooser({ onChange, close }: ChooserProps) {
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

/** Names of those who are filtered by: the log's own, as far as they are among the first hundred. */
function usePeople(): (id: string) => string {
  const { data } = useQuery(auditQueries.actors(""));
  return (id) => otherActorWords[id] ?? data?.items.find((person) => person.id === id)?.name ?? id;
}

export function useAuditFilters(): Filter[] {
  const viewer = useViewer();
  const nameOf = usePeople();
  return [
    {
      id: "when",
      label: "When",
      single: true,
      labelOf: (span) => spanInWords(span, viewer),
      choose: (props) => <WhenChooser {...props} />,
    },
    { id: "who", label: "Who", labelOf: nameOf, choose: (props) => <WhoChooser {...props} /> },
    {
      id: "action",
      label: "Action",
      options: auditActionNames.map((action) => ({ value: action, label: auditActions[action] })),
    },
    {
      id: "result",
      label: "Result",
      options: auditResults.map((result) => ({ value: result, label: resultMarks[result].word })),
    },
    {
      id: "object",
      label: "Object",
      single: true,
      tucked: true,
      labelOf: (object) => {
        const [kind = "", ...id] = object.split(":");
        return id.length === 0 ? kindInWords(kind) : `${kindInWords(kind)} ${id.join(":")}`;
      },
      options: objectKinds.map((kind) => ({ value: kind, label: kindInWords(kind) })),
    },
    {
      id: "address",
      label: "Address",
      single: true,
      tucked: true,
      choose: (props) => <AddressChooser {...props} />,
    },
  ];
}
