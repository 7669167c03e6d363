"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { alarmQueries } from "@/lib/domains/alarms/queries";
import { liftSnooze, snoozeQueries } from "@/lib/domains/snoozes/queries";
import { scopeWords } from "./snooze-foot";

/** Every running snooze: what, why, by whom and until when; whoever handles alarms can lift each. */
export function SnoozesDialog({ onClose, canLift }: { onClose: () => void; canLift: boolean }) {
  const query = useQuery(snoozeQueries.list());
  const queries = useQueryClient();
  const lift = useMutation({
    mutationFn: (id: string) => liftSnooze(id),
    onSuccess: () => toast.done({ title: "Snooze lifted", detail: "New alarms of it ring again." }),
    onError: (error) => {
      const { title, advice } = trouble(error);
      toast.failed({ title: "Snooze not lifted", detail: [title, advice].filter(Boolean).join(" ") });
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: snoozeQueries.all }),
        queries.invalidateQueries({ queryKey: alarmQueries.all }),
      ]),
  });
  const items = query.data?.items ?? [];
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="What is snoozed"
      className="max-w-130"
      actions={<Button onPress={onClose}>Close</Button>}
    >
      <QueryFailure query={query} />
      {query.data !== undefined && items.length === 0 ? <p className="mt-2">Nothing is snoozed now.</p> : null}
      <ul aria-label="Snoozes" className="mt-2 divide-y divide-line-soft">
        {items.map((snooze) => (
          <li key={snooze.id} className="flex items-start gap-3 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="text-fg wrap-anywhere">
                <Name className="font-medium">{snooze.name}</Name>{" "}
                <span className="text-xs text-fg-faint">{scopeWords[snooze.scope].one}</span>
              </p>
              <p className="text-sm text-fg-soft wrap-anywhere">
                <bdi dir="auto">{snooze.reason}</bdi>
              </p>
              <p className="text-xs text-fg-faint">
                Until <Time at={snooze.until} />
                {snooze.by === null ? null : (
                  <>
                    , by <Name>{snooze.by.name}</Name>
                  </>
                )}
                {snooze.count === 0 ? null : `, ${snooze.count} ${snooze.count === 1 ? "alarm" : "alarms"} meanwhile`}
              </p>
            </div>
            {canLift ? (
              <Button
                size="sm"
                busy={lift.isPending && lift.variables === snooze.id}
                busyLabel="Lifting"
                onPress={() => lift.mutate(snooze.id)}
              >
                Lift
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
