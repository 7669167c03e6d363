"use client";

import { useQueries } from "@tanstack/react-query";
import { HardDrive } from "lucide-react";
import { type CommandReport } from "@/components/commands/item-results";
import { useReadAnew } from "@/components/commands/use-read-anew";
import { useStepUp } from "@/components/step-up/step-up-provider";
import { ConfirmDialog, type Confirmation } from "@/components/ui/dialog";
import { Name } from "@/components/ui/name";
import { trouble } from "@/components/ui/trouble";
import { deleteDevices, deviceQueries } from "@/lib/domains/devices/queries";
import type { DeviceDetail } from "@/lib/domains/devices/schema";

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

function inWords(counts: DeviceDetail["counts"]): string {
  const parts = [
    counts.cameras > 0 ? plural(counts.cameras, "camera", "cameras") : null,
    counts.doors > 0 ? plural(counts.doors, "door", "doors") : null,
    counts.alarmInputs > 0 ? plural(counts.alarmInputs, "input", "inputs") : null,
    counts.alarmOutputs > 0 ? plural(counts.alarmOutputs, "output", "outputs") : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "nothing in any area" : parts.join(", ").replace(/, ([^,]*)$/, " and $1");
}

function sum(details: readonly DeviceDetail[]): DeviceDetail["counts"] {
  const total = { cameras: 0, doors: 0, alarmInputs: 0, alarmOutputs: 0 };
  for (const { counts } of details) {
    total.cameras += counts.cameras;
    total.doors += counts.doors;
    total.alarmInputs += counts.alarmInputs;
    total.alarmOutputs += counts.alarmOutputs;
  }
  return total;
}

export interface DeleteDevicesDialogProps {
  devices: readonly { id: string; name: string }[];
  onClose: () => void;
  /** After the answer: what was deleted, by id. */
  onDone: (deleted: readonly string[]) => void;
  report: CommandReport;
}

/** Asks before devices go, and says what goes with each. */
export function DeleteDevicesDialog({ devices, onClose, onDone, report }: DeleteDevicesDialogProps) {
  const readAnew = useReadAnew();
  const stepUp = useStepUp();
  const details = useQueries({ queries: devices.map(({ id }) => deviceQueries.detail(id)) });
  const known = details.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const failure = details.find(({ error, data }) => error !== null && data === undefined)?.error;
  const counted = known.length === devices.length;
  const what = devices.length === 1 ? "device" : "devices";

  async function remove({ reason }: Confirmation) {
    const ids = devices.map(({ id }) => id);
    const result = await stepUp(() => deleteDevices(ids, reason)).finally(() =>
      readAnew("devices", "areas", "cameras", "doors", "alarm-inputs", "alarm-outputs"),
    );
    report.tell(result, {
      done: devices.length === 1 ? "Device deleted" : `${devices.length} devices deleted`,
      otherwise: devices.length === 1 ? "The device was not deleted" : "Not every device was deleted",
    });
    onDone(result.items.filter((item) => item.result === "done").map(({ id }) => id));
  }

  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={
        devices.length === 1 ? (
          <>
            Delete <Name>{devices[0]?.name ?? "device"}</Name>?
          </>
        ) : (
          `Delete ${devices.length} devices?`
        )
      }
      consequence={
        failure
          ? `What is on them could not be counted: ${trouble(failure).title}`
          : counted
            ? `The ${what} and ${inWords(sum(known))} vanish from the cloud account. To have them back, the ${what} must be added again with the verification ${devices.length === 1 ? "code" : "codes"}.`
            : "Counting what is on them…"
      }
      objects={devices.map(({ id, name }) => {
        const detail = known.find((each) => each.id === id);
        return { id, name, icon: HardDrive, ...(detail === undefined ? {} : { aside: inWords(detail.counts) }) };
      })}
      confirmLabel={devices.length === 1 ? "Delete device" : `Delete ${devices.length} devices`}
      busyLabel="Deleting"
      danger
      confirmDisabled={!counted}
      reason="optional"
      {...(devices.length > 1 ? { typed: "delete" } : {})}
      onConfirm={remove}
    />
  );
}
