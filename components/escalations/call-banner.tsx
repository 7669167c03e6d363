"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { Name } from "@/components/ui/name";
import { Banner } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { acknowledgeCall, escalationQueries } from "@/lib/domains/escalations/queries";
import { ringTone, unlockTone } from "./call-tone";

const AGAIN_MS = 4_000;

/** Any press in the window is what browsers wait for before it may ring. */
function useUnlocked(): void {
  useEffect(() => {
    const press = () => void unlockTone().catch(() => undefined);
    const once = { once: true } as const;
    document.addEventListener("pointerdown", press, once);
    document.addEventListener("keydown", press, once);
    return () => {
      document.removeEventListener("pointerdown", press);
      document.removeEventListener("keydown", press);
    };
  }, []);
}

/** Alarms that nobody acknowledged in time and about which one is called: on every page, ringing until one has heard. */
export function CallBanner() {
  const queries = useQueryClient();
  const { may } = useShell();
  const { data } = useQuery({ ...escalationQueries.calls(), enabled: may("alarms:read") });
  const [silent, setSilent] = useState(false);
  const heard = useMutation({
    mutationFn: acknowledgeCall,
    onError: (error) => {
      const { title: detail, code } = trouble(error);
      toast.failed({ title: "The call still rings", detail, ...(code === undefined ? {} : { code }) });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: escalationQueries.calls().queryKey }),
  });
  useUnlocked();
  const calls = data?.items ?? [];
  const rings = calls.length > 0;
  useEffect(() => {
    if (!rings) return;
    const ring = () => setSilent(!ringTone());
    const first = setTimeout(ring);
    const again = setInterval(ring, AGAIN_MS);
    return () => {
      clearTimeout(first);
      clearInterval(again);
    };
  }, [rings]);
  const [call] = calls;
  if (call === undefined) return null;
  const { alarm } = call;
  return (
    <aside aria-label="Call" className="shrink-0">
      <Banner
        tone="danger"
        icon={BellRing}
        role="alert"
        title={
          <>
            You are called: priority {alarm.priority}, {alarm.typeName}
            {alarm.sourceName === null ? null : (
              <>
                , <Name>{alarm.sourceName}</Name>
              </>
            )}
            .
          </>
        }
        action={
          <span className="flex shrink-0 items-center gap-3">
            <Link href={`/alarms/${encodeURIComponent(alarm.id)}`} className="target rounded-xs font-medium underline">
              Open the alarm
            </Link>
            <Button size="sm" busy={heard.isPending} onPress={() => heard.mutate(call.id)}>
              I heard it
            </Button>
          </span>
        }
      >
        Nobody has acknowledged it, it came <Time at={alarm.receivedAt} as="seconds" />.
        {calls.length === 1 ? null : ` ${calls.length - 1} more after it.`}
        {silent ? " Press anywhere for its sound." : null}
      </Banner>
    </aside>
  );
}
