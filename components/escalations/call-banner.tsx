"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import Link from "next/link";
import { useEffect } from "react";
import { ring, switchSound, useSound } from "@/components/alarms/sound";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { Name } from "@/components/ui/name";
import { Banner } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { acknowledgeCalls, escalationQueries } from "@/lib/domains/escalations/queries";
import { MOST_CALLS } from "@/lib/domains/escalations/terms";

const AGAIN_MS = 4_000;

/** Alarms that nobody acknowledged in time and about which one is called: on every page, ringing until one has heard, for who has sound on. */
export function CallBanner() {
  const queries = useQueryClient();
  const { may } = useShell();
  const { data } = useQuery({ ...escalationQueries.calls(), enabled: may("alarms:read") });
  const sound = useSound();
  const heard = useMutation({
    mutationFn: acknowledgeCalls,
    onError: (error) => {
      const { title: detail, code } = trouble(error);
      toast.failed({ title: "The call still rings", detail, ...(code === undefined ? {} : { code }) });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: escalationQueries.calls().queryKey }),
  });
  const calls = data?.items ?? [];
  const rings = calls.length > 0;
  useEffect(() => {
    if (!rings) return;
    ring("call");
    const again = setInterval(() => ring("call"), AGAIN_MS);
    return () => clearInterval(again);
  }, [rings, sound]);
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
          <span className="flex max-w-full flex-wrap items-center gap-x-3 gap-y-1">
            {sound === "off" ? (
              <Button size="sm" variant="quiet" onPress={() => void switchSound(true)}>
                Switch sound on
              </Button>
            ) : null}
            <Link href={`/alarms/${encodeURIComponent(alarm.id)}`} className="target rounded-xs font-medium underline">
              Open the alarm
            </Link>
            <Button size="sm" busy={heard.isPending} onPress={() => heard.mutate([call.id])}>
              I heard it
            </Button>
            {calls.length === 1 ? null : (
              <Button size="sm" busy={heard.isPending} onPress={() => heard.mutate(calls.map(({ id }) => id))}>
                {`I heard all ${calls.length}`}
              </Button>
            )}
          </span>
        }
      >
        Nobody has acknowledged it, it came <Time at={alarm.receivedAt} as="seconds" />.
        {calls.length === 1
          ? null
          : ` ${calls.length < MOST_CALLS ? "" : "At least "}${calls.length - 1} more after it.`}
        {sound === "blocked" ? " Press anywhere for its sound." : null}
      </Banner>
    </aside>
  );
}
