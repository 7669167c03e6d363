"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useField } from "@/components/form/use-field";
import { ChooserField } from "@/components/ui/chooser-field";
import { Name } from "@/components/ui/name";
import { SearchField } from "@/components/ui/search-field";
import { ChoiceList } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { trouble } from "@/components/ui/trouble";
import { alarmRuleQueries } from "@/lib/domains/alarm-rules/queries";
import { alarmTypes } from "@/lib/gateway/dictionary/alarm-types";

interface Target {
  id: string;
  name: string;
}

const types = [...alarmTypes]
  .map(([value, { label }]) => ({ value, label }))
  .sort((a, b) => a.label.localeCompare(b.label));

interface ChooserProps {
  value: string | null;
  onChoose: (target: Target) => void;
}

function Found({ label, options, value, onChoose }: ChooserProps & { label: string; options: typeof types }) {
  if (options.length === 0) return <p className="p-4 text-sm text-fg-soft">Nothing has that name</p>;
  return (
    <ChoiceList
      label={label}
      options={options}
      value={value === null ? [] : [value]}
      multiple={false}
      onChange={([id]) => {
        const found = options.find((option) => option.value === id);
        if (found !== undefined) onChoose({ id: found.value, name: found.label });
      }}
    />
  );
}

function TypeSearch({ value, onChoose }: ChooserProps) {
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase();
  const shown = types.filter((each) => `${each.label} ${each.value}`.toLowerCase().includes(wanted));
  return (
    <div className="w-80 max-w-[calc(100vw-2rem)]">
      <div className="border-b border-line p-2">
        <SearchField label="Find a type" value={words} onChange={setWords} />
      </div>
      <Found label="Types" options={shown} value={value} onChoose={onChoose} />
    </div>
  );
}

function RuleSearch({ value, onChoose }: ChooserProps) {
  const [words, setWords] = useState("");
  const query = useInfiniteQuery(alarmRuleQueries.list(words.trim() === "" ? {} : { q: words.trim() }));
  const rules = query.data?.pages.flatMap(({ items }) => items);
  return (
    <div className="w-80 max-w-[calc(100vw-2rem)]">
      <div className="border-b border-line p-2">
        <SearchField label="Find a rule" value={words} onChange={setWords} />
      </div>
      {rules === undefined ? (
        query.error === null ? (
          <div className="space-y-3 p-4">
            <Skeleton />
            <Skeleton />
          </div>
        ) : (
          <p className="p-4 text-sm text-danger-fg">{trouble(query.error).title}</p>
        )
      ) : (
        <Found
          label="Rules"
          options={rules.map(({ id, name }) => ({ value: id, label: name }))}
          value={value}
          onChoose={onChoose}
        />
      )}
    </div>
  );
}

/** One rule or one type of alarm; the value is its id, and its name goes into the field `name`. */
export function TargetField({ scope }: { scope: "rule" | "type" }) {
  const { field, error } = useField("targetId");
  const { field: name } = useField("name");
  const chosen = typeof field.value === "string" && field.value !== "" ? field.value : null;
  const Search = scope === "rule" ? RuleSearch : TypeSearch;
  return (
    <ChooserField
      label={scope === "rule" ? "Rule" : "Type of alarm"}
      error={error}
      buttonRef={field.ref}
      shown={chosen === null ? null : <Name>{typeof name.value === "string" ? name.value : chosen}</Name>}
      placeholder={scope === "rule" ? "Choose a rule" : "Choose a type"}
    >
      {(close) => (
        <Search
          value={chosen}
          onChoose={(target) => {
            field.onChange(target.id);
            name.onChange(target.name);
            close();
          }}
        />
      )}
    </ChooserField>
  );
}
