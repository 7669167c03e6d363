"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BellOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { useNow } from "@/components/ui/viewer";
import { alarmQueries } from "@/lib/domains/alarms/queries";
import { liftSnooze, snoozeQueries } from "@/lib/domains/snoozes/queries";
import type { SnoozeItem } from "@/lib/domains/snoozes/schema";

const scopeWords: Record<SnoozeItem["scope"], { one: string; many: string }> = {
  source: { one: "source", many: "sources" },
  type: { one: "type", many: "types" },
  area: { one: "area", many: "areas" },
};

function inWords(items: readonly SnoozeItem[]): string {
  const scopes = new Set(items.map(({ scope }) => scope));
  const [scope] = scopes;
  if (scopes.size === 1 && scope !== undefined) {
    return `${items.length} ${items.length === 1 ? scopeWords[scope].one : scopeWords[scope].many} snoozed`;
  }
  return `${items.length} snoozes`;
}

/** At the foot of the queue: what makes no sound now, so that nobody wonders. */
export function SnoozeFoot({ onShow }: { onShow: () => void }) {
  const { data } = useQuery(snoozeQueries.list());
  const now = useNow(10_000);
  const running = (data?.items ?? []).filter(({ until }) => Date.parse(until) > now);
  if (running.length === 0) return null;
  const next = running.reduce((first, { until }) => (until < first ? until : first), running[0]?.until ?? "");
  return (
    <div className="flex min-h-9 shrink-0 items-center gap-2.5 border-t border-line ps-4 pe-2 text-xs text-fg-soft">
      <Icon of={BellOff} size={14} className="text-fg-faint" />
      <span className="min-w-0 flex-1">
        {inWords(running)}, next ends <Time at={next} />
      </span>
      <Button variant="quiet" size="sm" onPress={onShow} className="text-accent-fg!">
        Show
      </Button>
    </div>
  );
}

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
