"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useStepUp } from "@/components/step-up/step-up-provider";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Tag } from "@/components/ui/tag";
import { Ago, Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { accountQueries, endOtherSessions, endOwnSession } from "@/lib/domains/account/queries";
import type { OwnSession } from "@/lib/domains/account/schema";
import { Panel } from "./panel";

const methods: Record<OwnSession["method"], string> = {
  password: "password",
  "password-code": "password and code",
  "recovery-code": "password and recovery code",
  oidc: "sign-in service",
};

/** Where the person is signed in, this very session first. */
export function SessionsPanel({ sessions }: { sessions: readonly OwnSession[] }) {
  const queries = useQueryClient();
  const stepUp = useStepUp();
  const [asking, setAsking] = useState(false);
  const again = () => queries.invalidateQueries(accountQueries.own());
  const end = useMutation({
    mutationFn: (id: string) => stepUp(() => endOwnSession(id)),
    onSuccess: () => toast.done({ title: "Session ended" }),
    onError: (error) => {
      const { title, advice } = trouble(error);
      toast.failed({ title, ...(advice === undefined ? {} : { detail: advice }) });
    },
    onSettled: again,
  });
  const others = sessions.length - 1;
  return (
    <Panel
      id="sessions"
      title="Sessions"
      about="Where you are signed in. End what you do not know, then change your password."
      actions={
        others < 1 ? undefined : (
          <Button onPress={() => setAsking(true)}>
            {others === 1 ? "End the other one…" : `End the ${others} others…`}
          </Button>
        )
      }
    >
      <ul className="divide-y divide-line-soft border-y border-line-soft">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center gap-3 py-2.5 text-sm">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {session.browser}
                {session.current ? <Tag tone="accent">This one</Tag> : null}
                {session.locked ? <Tag>Locked</Tag> : null}
              </p>
              <p className="text-xs text-fg-soft">
                {session.address === null ? "address unknown" : <bdi>{session.address}</bdi>} ·{" "}
                {methods[session.method]} · since <Time at={session.startedAt} />
              </p>
            </div>
            {session.current ? (
              <span className="text-xs text-fg-soft">in use</span>
            ) : (
              <>
                <span className="text-xs whitespace-nowrap text-fg-soft">
                  <Ago at={session.lastSeenAt} />
                </span>
                <Button
                  size="sm"
                  aria-label={`End the session of ${session.browser}`}
                  busy={end.isPending && end.variables === session.id}
                  busyLabel="Ending"
                  onPress={() => end.mutate(session.id)}
                >
                  End
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={asking}
        onOpenChange={setAsking}
        title={others === 1 ? "End your other session?" : `End your ${others} other sessions?`}
        consequence="Whoever uses them is signed out at once, and what was not saved there is lost. This one stays."
        confirmLabel={others === 1 ? "End the session" : `End ${others} sessions`}
        busyLabel="Ending"
        onConfirm={async () => {
          await stepUp(endOtherSessions);
          await again();
        }}
      />
    </Panel>
  );
}
