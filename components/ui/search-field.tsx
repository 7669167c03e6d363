"use client";

import { Search, X } from "lucide-react";
import type { Ref } from "react";
import { Button, Input, SearchField as AriaSearchField } from "react-aria-components";
import { cx } from "./cx";
import { Icon } from "./icon";
import { KeyCap } from "./key-cap";

export interface SearchFieldProps {
  /** Its name; also the placeholder unless `placeholder` says what can be searched. */
  label: string;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
  /** The key that focuses it, shown while it is empty. */
  keyCap?: string;
  className?: string;
  inputRef?: Ref<HTMLInputElement>;
}

export function SearchField({
  label,
  placeholder = label,
  value,
  onChange,
  keyCap,
  className,
  inputRef,
}: SearchFieldProps) {
  return (
    <AriaSearchField aria-label={label} value={value} onChange={onChange} className={cx("group relative", className)}>
      <Icon of={Search} className="pointer-events-none absolute inset-y-0 start-2.5 my-auto text-fg-faint" />
      <Input
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        {...(keyCap === undefined ? {} : { "aria-keyshortcuts": keyCap })}
        placeholder={placeholder}
        dir="auto"
        className="h-8 w-full rounded-md border border-line bg-canvas ps-8.5 pe-8 text-sm text-fg hover:border-line-strong pointer-coarse:h-11 [&::-webkit-search-cancel-button]:hidden"
      />
      {keyCap === undefined ? null : (
        <span className="pointer-events-none absolute inset-y-0 end-2 hidden items-center text-fg-faint group-data-empty:flex">
          <KeyCap>{keyCap}</KeyCap>
        </span>
      )}
      <Button
        aria-label="Clear search"
        className="state-layer target absolute inset-y-0 end-1.5 my-auto flex size-6 items-center justify-center rounded-sm text-fg-faint group-data-empty:hidden"
      >
        <Icon of={X} size={14} />
      </Button>
    </AriaSearchField>
  );
}
