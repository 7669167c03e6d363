"use client";

import { TriangleAlert } from "lucide-react";
import { useConnection, useGateway } from "@/components/live/live-provider";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";

/** Whether what is on screen follows the site. A screen that has gone stale must not look alive. */
export function ConnectionIndicator() {
  const connection = useConnection();
  const lost = connection.state === "lost";
  // Live, but with nothing new to tell: the word must not contradict the banner.
  const mirrorOnly = useGateway().state !== "up";
  return (
    <span
      role="status"
      className={cx(
        "inline-flex items-center gap-2 text-xs whitespace-nowrap",
        lost ? "h-6 rounded-sm bg-warn-soft px-2 font-medium text-warn-fg" : "text-fg-soft",
      )}
    >
      {lost ? (
        <Icon of={TriangleAlert} size={14} />
      ) : (
        <span
          aria-hidden
          className={cx(
            "size-1.5 rounded-full",
            connection.state !== "live" ? "bg-fg-faint" : mirrorOnly ? "bg-warn" : "bg-ok",
          )}
        />
      )}
      {connection.state === "live" ? (
        <span className="max-sm:sr-only">{mirrorOnly ? "Mirror only" : "Connected"}</span>
      ) : null}
      {connection.state === "connecting" ? <span className="max-sm:sr-only">Connecting</span> : null}
      {lost ? (
        <span>
          <span className="max-sm:hidden">
            Not live since <Time at={connection.since} />
          </span>
          <span className="sm:hidden">Not live</span>
        </span>
      ) : null}
    </span>
  );
}
