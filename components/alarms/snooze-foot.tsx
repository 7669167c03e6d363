"use client";

import { useQuery } from "@tanstack/react-query";
import { BellOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/viewer";
import { snoozeQueries } from "@/lib/domains/snoozes/queries";
import type { SnoozeItem } from "@/lib/domains/snoozes/schema";

export const scopeWords: Record<SnoozeItem["scope"], { one: string; many: string }> = {
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
