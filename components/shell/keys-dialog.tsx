"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { KeyCap } from "@/components/ui/key-cap";
import { useKeyGroups } from "./key-help";
import { useShell } from "./shell-context";

/** Which keys the present page hears. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { singleKeys, setSingleKeys } = useShell();
  const groups = useKeyGroups();
  return (
    <Dialog isOpen onOpenChange={(open) => (open ? undefined : onClose())} title="Keys on this page">
      {groups.map((group) => (
        <section key={group.title} className="mt-3 first:mt-2">
          <h3 className="text-xs text-fg-faint">{group.title}</h3>
          <dl className="mt-1">
            {group.entries.map(({ keys, does }) => (
              <div
                key={does}
                className="flex min-h-7 items-center gap-3 border-b border-line-soft py-1 last:border-b-0"
              >
                <dt className="flex w-36 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 text-fg">
                  {keys.map((chord, at) => (
                    <span key={chord.join("+")} className="inline-flex items-center gap-1">
                      {at === 0 ? null : <span className="text-xs text-fg-faint">or</span>}
                      {chord.map((key) => (
                        <span key={key}>
                          <KeyCap>{key}</KeyCap>
                          <span className="sr-only">{key} </span>
                        </span>
                      ))}
                    </span>
                  ))}
                </dt>
                <dd className="min-w-0 flex-1">{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <div className="mt-4 border-t border-line pt-3">
        <Checkbox isSelected={singleKeys} onChange={setSingleKeys}>
          Keys of one letter or sign
        </Checkbox>
        <p className="ms-6 text-xs text-fg-faint">
          Without them, arrows, Enter, Space and Ctrl K still work. Search stands behind Tab.
        </p>
      </div>
    </Dialog>
  );
}
