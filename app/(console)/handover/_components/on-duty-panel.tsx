"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck, ShieldOff, UserMinus } from "lucide-react";
import { useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { Avatar } from "@/components/ui/avatar";
import { Button, IconButton } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Since, Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { endDuty, goOffDuty, goOnDuty, onDutyQueries } from "@/lib/domains/on-duty/queries";
import type { OnDutyPerson } from "@/lib/domains/on-duty/schema";

/** Who watches now, and oneself among them or not. */
export function OnDutyPanel() {
  const queries = useQueryClient();
  const { person, may } = useShell();
  const query = useQuery(onDutyQueries.list());
  const [ending, setEnding] = useState<OnDutyPerson>();
  const change = useMutation({
    mutationFn: (on: boolean) => (on ? goOnDuty() : goOffDuty()),
    onSuccess: (list) => queries.setQueryData(onDutyQueries.list().queryKey, list),
    onError: (error) => {
      const { title: detail, code } = trouble(error);
      toast.failed({ title: "Your duty did not change", detail, ...(code === undefined ? {} : { code }) });
    },
  });
  const { data } = query;
  return (
    <section aria-labelledby="on-duty" className="border-b border-line p-5 print:hidden">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="on-duty" className="text-md font-semibold">
          On duty
        </h2>
        {data === undefined ? null : (
          <Button
            icon={data.me ? ShieldOff : ShieldCheck}
            busy={change.isPending}
            onPress={() => change.mutate(!data.me)}
          >
            {data.me ? "Go off duty" : "Go on duty"}
          </Button>
        )}
      </div>
      <QueryFailure query={query} />
      {data?.items.length === 0 ? (
        <p className="mt-2 text-sm text-fg-soft">Nobody is on duty. Escalations to roles call nobody.</p>
      ) : null}
      <ul aria-label="People on duty" className="mt-2 max-w-3xl empty:hidden">
        {data?.items.map((each) => (
          <li
            key={each.userId}
            className="flex min-h-10 items-center gap-3 border-b border-line-soft py-1 text-sm last:border-b-0"
          >
            <Avatar name={each.name} own={each.userId === person.id} />
            <span className="min-w-0 flex-1">
              <Name className="font-medium text-fg">{each.name}</Name>
              <span className="block text-xs text-fg-soft">
                <span className="inline-block first-letter:uppercase">{each.roleName}</span>, for{" "}
                <Since at={each.since} />, until <Time at={each.until} /> at the latest
              </span>
            </span>
            {may("users:manage") && person.everywhere && each.userId !== person.id ? (
              <IconButton icon={UserMinus} label={`End the duty of ${each.name}`} onPress={() => setEnding(each)} />
            ) : null}
          </li>
        ))}
      </ul>
      {ending === undefined ? null : (
        <ConfirmDialog
          isOpen
          onOpenChange={(open) => (open ? undefined : setEnding(undefined))}
          title={
            <>
              End the duty of <Name>{ending.name}</Name>?
            </>
          }
          consequence="They stay signed in. Escalations to their role no longer call them."
          confirmLabel="End duty"
          busyLabel="Ending"
          onConfirm={async () => {
            await endDuty(ending.userId);
            await queries.invalidateQueries({ queryKey: onDutyQueries.all });
          }}
        />
      )}
    </section>
  );
}
