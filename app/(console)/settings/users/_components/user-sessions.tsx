"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Tag } from "@/components/ui/tag";
import { Ago } from "@/components/ui/time";
import { trouble } from "@/components/ui/trouble";
import { endUserSessions, peopleQueries } from "@/lib/domains/users/queries";
import type { UserDetail, UserSession } from "@/lib/domains/users/schema";

/** Where somebody is signed in; each can be ended. */
export function UserSessions({ user, fixed }: { user: UserDetail; fixed: boolean }) {
  return (
    <ul className="max-w-160 divide-y divide-line-soft text-sm">
      {user.sessions.map((session) => (
        <Session key={session.id} userId={user.id} session={session} fixed={fixed} />
      ))}
    </ul>
  );
}

function Session({ userId, session, fixed }: { userId: string; session: UserSession; fixed: boolean }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => endUserSessions(userId, { sessionId: session.id }),
    onSuccess: () => queries.invalidateQueries({ queryKey: peopleQueries.all }),
  });
  return (
    <li className="flex min-h-row flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
      <span className="min-w-0 flex-1">
        {session.browser}
        {session.address === null ? null : <span className="text-fg-soft"> from {session.address}</span>}
        <span className="block text-xs text-fg-faint">
          since <Ago at={session.createdAt} />, last seen <Ago at={session.lastSeenAt} />
        </span>
        {end.isError ? (
          <span role="alert" className="block text-xs text-danger-fg">
            {trouble(end.error).title}
          </span>
        ) : null}
      </span>
      {session.own ? (
        <Tag tone="accent">This one</Tag>
      ) : fixed ? null : (
        <Button size="sm" busy={end.isPending} busyLabel="Ending" onPress={() => end.mutate()}>
          End session
        </Button>
      )}
    </li>
  );
}
