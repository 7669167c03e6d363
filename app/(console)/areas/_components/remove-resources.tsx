"use client";

import { useState } from "react";
import { type CommandReport } from "@/components/commands/item-results";
import { useReadAnew } from "@/components/commands/use-read-anew";
import { Button } from "@/components/ui/button";
import { ConfirmDialog, type Confirmation } from "@/components/ui/dialog";
import { Name } from "@/components/ui/name";
import { removeResources } from "@/lib/domains/areas/queries";
import { REMOVE_MAX } from "@/lib/domains/areas/terms";
import type { ElementKind } from "@/lib/domains/elements/schema";

const words: Record<ElementKind, { one: string; many: string }> = {
  cameras: { one: "camera", many: "cameras" },
  doors: { one: "door", many: "doors" },
  "alarm-inputs": { one: "input", many: "inputs" },
  "alarm-outputs": { one: "output", many: "outputs" },
};

export interface RemoveResourcesProps {
  area: { id: string; name: string };
  kind: ElementKind;
  chosen: readonly { id: string; name: string }[];
  onDone: () => void;
  report: CommandReport;
}

/** "Remove from area" for chosen rows, with its question. */
export function RemoveResources({ area, kind, chosen, onDone, report }: RemoveResourcesProps) {
  const readAnew = useReadAnew();
  const [asking, setAsking] = useState(false);
  const { one, many } = words[kind];
  const what = chosen.length === 1 ? one : many;
  const tooMany = chosen.length > REMOVE_MAX ? `At most ${REMOVE_MAX} at a time` : undefined;

  async function remove({ reason }: Confirmation) {
    const resources = chosen.map(({ id }) => ({ kind, id }));
    const result = await removeResources(area.id, { resources, reason }).finally(() => readAnew("areas", kind));
    onDone();
    report.tell(result, {
      done: chosen.length === 1 ? `1 ${one} removed` : `${chosen.length} ${many} removed`,
      otherwise: `Not every ${one} was removed`,
    });
  }

  return (
    <>
      <Button onPress={() => setAsking(true)} disabledReason={tooMany}>
        Remove from area
      </Button>
      <ConfirmDialog
        isOpen={asking}
        onOpenChange={setAsking}
        title={
          <>
            Remove {chosen.length} {what} from <Name>{area.name}</Name>?
          </>
        }
        consequence={`${chosen.length === 1 ? "It leaves" : "They leave"} the area and every list here, with alarms and recordings no longer found under ${chosen.length === 1 ? "it" : "them"}. The device keeps ${chosen.length === 1 ? "it" : "them"}, so ${chosen.length === 1 ? "it" : "they"} can be added to an area again.`}
        objects={chosen}
        confirmLabel={`Remove ${chosen.length} ${what}`}
        busyLabel="Removing"
        danger
        reason="optional"
        onConfirm={remove}
      />
    </>
  );
}
