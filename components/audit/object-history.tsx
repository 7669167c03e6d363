"use client";

import { History } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { insist } from "@/components/ui/insist";
import { Popover } from "@/components/ui/popover";
import { may } from "@/lib/auth/roles";

const Entries = dynamic(() => insist(() => import("./object-entries")).then((module) => module.ObjectEntries));

export interface ObjectHistoryProps {
  /** As audit entries name it: `camera`, `device`, `area`, `door`. */
  kind: string;
  id: string;
  className?: string;
}

/** The log tells of the whole site, so whoever is limited to areas does not read it. */
function useReadsTheLog(): boolean {
  const { person } = useShell();
  return may(person, "audit:read") && person.everywhere;
}

/**
 * What was done to one thing, for those who may read the audit log. It is asked for by hand, because looking into the
 * log is itself written down.
 */
export function ObjectHistory({ kind, id, className }: ObjectHistoryProps) {
  const reads = useReadsTheLog();
  const [wanted, setWanted] = useState(false);
  if (!reads) return null;
  return (
    <section aria-label="History" className={className}>
      <h2 className="mb-2 text-md font-semibold">History</h2>
      {wanted ? (
        <Entries kind={kind} id={id} />
      ) : (
        <Button icon={History} onPress={() => setWanted(true)}>
          Show history
        </Button>
      )}
    </section>
  );
}

/** The same behind a button, where there is no room for a section. */
export function ObjectHistoryButton({ kind, id }: Omit<ObjectHistoryProps, "className">) {
  if (!useReadsTheLog()) return null;
  return (
    <Popover
      label="History"
      placement="bottom end"
      trigger={
        <Button icon={History} variant="quiet">
          History
        </Button>
      }
      className="w-90 max-w-[calc(100vw-2rem)] p-3"
    >
      <Entries kind={kind} id={id} />
    </Popover>
  );
}
