"use client";

import { useState } from "react";
import { CheckboxGroup } from "react-aria-components/CheckboxGroup";
import { Button } from "./button";
import { Checkbox } from "./checkbox";
import { cx } from "./cx";
import { FieldLabel, FieldNotes, type FieldFrameProps } from "./field";
import { SearchField } from "./search-field";
import type { Option } from "./select";

export interface ChoiceGroupProps<V extends string> extends FieldFrameProps {
  options: readonly Option<V>[];
  value: readonly V[];
  onChange: (value: V[]) => void;
  onBlur?: () => void;
  isDisabled?: boolean;
  className?: string;
}

/** Few need no search. */
const searchFrom = 9;

/** Any number of a fixed set; what is chosen stays chosen while a search hides it. */
export function ChoiceGroup<V extends string>(props: ChoiceGroupProps<V>) {
  const { label, aside, hint, error, options, value, onChange, onBlur, isDisabled = false, className } = props;
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase();
  const shown = options.filter((option) => option.label.toLowerCase().includes(wanted));
  const inOrder = (chosen: ReadonlySet<string>) =>
    options.map((option) => option.value).filter((one) => chosen.has(one));
  const allShown = shown.length > 0 && shown.every((option) => value.includes(option.value));

  function toggleShown() {
    const chosen = new Set<string>(value);
    for (const option of shown) {
      if (allShown) chosen.delete(option.value);
      else chosen.add(option.value);
    }
    onChange(inOrder(chosen));
  }

  return (
    <CheckboxGroup
      value={[...value]}
      onChange={(next) => onChange(inOrder(new Set(next)))}
      isInvalid={error !== undefined}
      isDisabled={isDisabled}
      {...(onBlur === undefined ? {} : { onBlur })}
      className={cx("block", className)}
    >
      <FieldLabel label={label} aside={aside ?? `${value.length} of ${options.length}`} />
      <div className={cx("rounded-md border", error === undefined ? "border-line-strong" : "border-danger")}>
        {options.length < searchFrom ? null : (
          <div className="flex items-center gap-2 border-b border-line p-1.5">
            <SearchField label={`Search ${label.toLowerCase()}`} value={words} onChange={setWords} className="flex-1" />
            <Button variant="quiet" size="sm" isDisabled={isDisabled || shown.length === 0} onPress={toggleShown}>
              {allShown ? "None" : "All"}
            </Button>
          </div>
        )}
        <div className="max-h-60 overflow-auto px-2.5 py-1.5">
          {shown.map((option) => (
            <Checkbox key={option.value} value={option.value} className="py-0.5">
              <bdi>{option.label}</bdi>
              {option.hint === undefined ? null : <span className="block text-xs text-fg-faint">{option.hint}</span>}
            </Checkbox>
          ))}
          {shown.length === 0 ? <p className="py-2 text-sm text-fg-soft">Nothing of that name</p> : null}
        </div>
      </div>
      <FieldNotes hint={hint} error={error} />
    </CheckboxGroup>
  );
}
