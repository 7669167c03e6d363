"use client";

import { useShell } from "@/components/shell/shell-context";
import { KeyCap } from "@/components/ui/key-cap";

const reading = [
  { keys: ["J", "K"], does: "next, previous" },
  { keys: ["V"], does: "camera" },
  { keys: ["P"], does: "print" },
  { keys: ["/"], does: "search" },
  { keys: ["?"], does: "all keys" },
] as const;

const handling = [
  { keys: ["J", "K"], does: "next, previous" },
  { keys: ["X"], does: "select" },
  { keys: ["N"], does: "note" },
  ...reading.slice(1),
] as const;

/** The keys a guard needs most, for eyes; everyone finds all of them under "?". */
export function KeyStrip({ mayHandle }: { mayHandle: boolean }) {
  const { singleKeys } = useShell();
  if (!singleKeys) return null;
  return (
    <div
      aria-hidden
      className="hidden min-h-8 shrink-0 items-center gap-5 overflow-hidden border-t border-line px-5 text-xs text-fg-faint lg:flex pointer-coarse:hidden"
    >
      {(mayHandle ? handling : reading).map(({ keys, does }) => (
        <span key={does} className="inline-flex items-center gap-1.5 whitespace-nowrap">
          {keys.map((key) => (
            <KeyCap key={key}>{key}</KeyCap>
          ))}
          {does}
        </span>
      ))}
    </div>
  );
}
