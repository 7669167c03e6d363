"use client";

import { CircleCheck, CircleHelp, CircleX } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Icon, type LucideIcon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { toneText, type Tone } from "@/components/ui/tag";
import { toast } from "@/components/ui/toast";
import type { CommandResult, ItemResult } from "@/lib/domains/commands/schema";

const marks: Record<ItemResult["result"], { icon: LucideIcon; word: string; tone: Tone }> = {
  done: { icon: CircleCheck, word: "Done", tone: "ok" },
  refused: { icon: CircleX, word: "Refused", tone: "danger" },
  unknown: { icon: CircleHelp, word: "Unknown", tone: "warn" },
};

/** What became of each thing a command was asked to do: the word, the meaning, the advice and the code. */
export function ItemResults({ items, label }: { items: readonly ItemResult[]; label: string }) {
  return (
    <ul aria-label={label} className="divide-y divide-line-soft rounded-md border border-line text-sm">
      {items.map(({ id, name, result, code, meaning, advice }) => {
        const { icon, word, tone } = marks[result];
        return (
          <li key={id} className="flex gap-2 px-2.5 py-1.5">
            <Icon of={icon} className={`mt-0.5 ${toneText[tone]}`} />
            <div className="min-w-0 flex-1">
              <p className="flex items-baseline gap-2">
                <Name className="min-w-0 flex-1 text-fg wrap-anywhere">{name ?? id}</Name>
                <span className={`shrink-0 text-xs ${toneText[tone]}`}>{word}</span>
              </p>
              {meaning === null ? null : (
                <p className="text-xs text-fg-soft wrap-anywhere">
                  {meaning} {result === "unknown" ? null : advice}{" "}
                  {code === null ? null : <code className="font-mono text-fg-faint">{code}</code>}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

interface Shown {
  title: string;
  items: readonly ItemResult[];
  unknown: number;
}

/** What is not known to have failed is not said to have failed. */
function shownAs(items: readonly ItemResult[], otherwise: string): Shown {
  const unknown = items.filter(({ result }) => result === "unknown").length;
  const of = items.length === 1 ? "" : ` for ${unknown} of ${items.length}`;
  return { title: unknown === 0 ? otherwise : `Result unknown${of}`, items, unknown };
}

export interface CommandReport {
  /** A notice when all is done, else a dialog with the result of each. */
  tell: (result: CommandResult, words: { done: string; otherwise: string }) => void;
  /** To be rendered where the page is. */
  dialog: ReactNode;
}

/** Tells what became of a command on several things. */
export function useCommandReport(): CommandReport {
  const [shown, setShown] = useState<Shown>();
  return {
    tell: (result, { done, otherwise }) => {
      if (result.result === "done") toast.done({ title: done });
      else setShown(shownAs(result.items, otherwise));
    },
    dialog:
      shown === undefined ? null : (
        <Dialog
          isOpen
          onOpenChange={() => setShown(undefined)}
          title={shown.title}
          className="max-w-130"
          actions={<Button onPress={() => setShown(undefined)}>Close</Button>}
        >
          {shown.unknown === 0 ? null : (
            <p className="mb-3">
              It may have happened or not. Look at the list before you try again: it is read anew now.
            </p>
          )}
          <ItemResults items={shown.items} label={shown.title} />
        </Dialog>
      ),
  };
}
