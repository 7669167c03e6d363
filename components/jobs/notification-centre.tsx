"use client";

import { useQuery } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import dynamic from "next/dynamic";
import { IconButton } from "@/components/ui/button";
import { insist } from "@/components/ui/insist";
import { Popover } from "@/components/ui/popover";
import { jobQueries } from "@/lib/domains/jobs/queries";

const NotificationList = dynamic(
  () => insist(() => import("./notification-list")).then((module) => module.NotificationList),
  {
    ssr: false,
  },
);

/** The bell: how many of my jobs have ended since I looked, and behind it what became of them. */
export function NotificationCentre() {
  const { data } = useQuery(jobQueries.unseen());
  const count = data?.total ?? 0;
  return (
    <span className="relative inline-flex">
      <Popover
        label="Notifications"
        placement="bottom end"
        className="w-85 max-w-[calc(100vw-1rem)]"
        trigger={<IconButton icon={Bell} label={count === 0 ? "Notifications" : `Notifications, ${count} new`} />}
      >
        {(close) => <NotificationList onLeave={close} />}
      </Popover>
      {count === 0 ? null : (
        <span
          aria-hidden
          data-numeric
          className="pointer-events-none absolute -end-0.5 -top-0.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 text-[0.625rem] font-semibold text-accent-on forced-color-adjust-none"
        >
          {count > 9 ? "9+" : count}
        </span>
      )}
    </span>
  );
}
