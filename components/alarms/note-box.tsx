"use client";

import { SendHorizontal } from "lucide-react";
import { type RefObject, useId, useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import type { Disposition } from "@/lib/domains/alarms/terms";

const quick: readonly { disposition: Disposition; label: string }[] = [
  { disposition: "true", label: "True" },
  { disposition: "false", label: "False" },
  { disposition: "test", label: "Test" },
  { disposition: "technical", label: "Technical" },
];

const noteLimit = 2_000;

export interface NoteBoxProps {
  inputRef: RefObject<HTMLTextAreaElement | null>;
  /** False once it is resolved: then a note is all that is left to add. */
  canResolve: boolean;
  onNote: (text: string) => Promise<boolean>;
  onResolve: (disposition: Disposition, note: string) => Promise<boolean>;
  /** Esc: back to where the person came from. */
  onLeave: () => void;
}

/** One line for the trail; what it turned out to be resolves the alarm with it. */
export function NoteBox({ inputRef, canResolve, onNote, onResolve, onLeave }: NoteBoxProps) {
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const id = useId();
  const words = text.trim();
  const left = noteLimit - words.length;

  async function send(work: () => Promise<boolean>) {
    setBusy(true);
    // It is painted already; should the server refuse, nothing typed is lost.
    setText("");
    const kept = await work();
    if (!kept) setText((now) => (now === "" ? words : now));
    setBusy(false);
  }
  const note = () => (words === "" || left < 0 || busy ? undefined : void send(() => onNote(words)));

  return (
    <div>
      <label htmlFor={id} className="mb-1.5 flex items-baseline justify-between gap-2 text-sm font-semibold">
        Note
        <span className={left < 0 ? "text-xs font-normal text-danger-fg" : "text-xs font-normal text-fg-faint"}>
          {left < 200 ? `${words.length} of ${noteLimit}` : "kept in the trail"}
        </span>
      </label>
      <div className="rounded-md border border-line-strong bg-surface focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus">
        <textarea
          id={id}
          ref={inputRef}
          value={text}
          rows={2}
          dir="auto"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              event.stopPropagation();
              onLeave();
            }
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            note();
          }}
          className="block w-full resize-none bg-transparent px-2.5 pt-2 text-md text-fg outline-none"
        />
        <div className="flex flex-wrap items-center gap-1.5 p-1.5">
          {canResolve ? (
            <span role="group" aria-label="Resolve as" className="contents">
              {quick.map(({ disposition, label }) => (
                <Button
                  key={disposition}
                  size="sm"
                  isDisabled={left < 0}
                  aria-label={`Resolve as ${label.toLowerCase()}`}
                  onPress={() => void send(() => onResolve(disposition, words))}
                  className="text-xs!"
                >
                  {label}
                </Button>
              ))}
            </span>
          ) : null}
          <IconButton
            icon={SendHorizontal}
            size="sm"
            label="Add note"
            keyCap="Enter"
            variant="default"
            isDisabled={words === "" || left < 0}
            onPress={note}
            className="ms-auto rtl:[&_svg]:-scale-x-100"
          />
        </div>
      </div>
    </div>
  );
}
