"use client";

import { Search, X } from "lucide-react";
import { type Ref, useEffect, useRef } from "react";
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
  /** In what was opened to search in. Without `inputRef`. */
  startsFocused?: boolean;
}

export function SearchField({
  label,
  placeholder = label,
  value,
  onChange,
  keyCap,
  className,
  inputRef,
  startsFocused = false,
}: SearchFieldProps) {
  const ownRef = useRef<HTMLInputElement>(null);
  // Only once what opened holds the focus: before, it would be taken back.
  useEffect(() => {
    if (startsFocused) ownRef.current?.focus();
  }, [startsFocused]);
  return (
    <div className={cx("relative", className)}>
      <Icon of={Search} className="pointer-events-none absolute inset-y-0 start-2.5 my-auto text-fg-faint" />
      <input
        type="search"
        aria-label={label}
        {...(keyCap === undefined ? {} : { "aria-keyshortcuts": keyCap })}
        ref={inputRef ?? ownRef}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          // With words in it Esc takes them back; without, it is for whatever the field stands in.
          if (event.key !== "Escape" || value === "") return;
          event.preventDefault();
          event.stopPropagation();
          onChange("");
        }}
        placeholder={placeholder}
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        className="h-8 w-full rounded-md border border-line bg-canvas ps-8.5 pe-8 text-sm text-fg hover:border-line-strong pointer-coarse:h-11 [&::-webkit-search-cancel-button]:hidden"
      />
      {keyCap === undefined || value !== "" ? null : (
        <span className="pointer-events-none absolute inset-y-0 end-2 flex items-center text-fg-faint">
          <KeyCap>{keyCap}</KeyCap>
        </span>
      )}
      {value === "" ? null : (
        <button
          type="button"
          tabIndex={-1}
          aria-label="Clear search"
          onClick={({ currentTarget }) => {
            onChange("");
            currentTarget.parentElement?.querySelector("input")?.focus();
          }}
          className="state-layer target absolute inset-y-0 end-1.5 my-auto flex size-6 items-center justify-center rounded-sm text-fg-faint"
        >
          <Icon of={X} size={14} />
        </button>
      )}
    </div>
  );
}
