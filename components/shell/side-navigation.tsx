"use client";

import { useQuery } from "@tanstack/react-query";
import { PanelLeft } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Button } from "react-aria-components/Button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { tip } from "@/components/ui/tooltip";
import { useMedia } from "@/components/ui/use-length";
import { navigationQueries } from "@/lib/domains/navigation/queries";
import type { NavigationCount } from "@/lib/domains/navigation/schema";
import { Mark } from "./mark";
import { isWithin, type NavigationItem, navigationFor, navigationGroups } from "./navigation";
import { useShell } from "./shell-context";

/** Only where the label is in view: the rail is forced below 896 px, and chosen above. */
const labelled = "hidden md:group-data-[width=open]/nav:inline";

interface ItemProps {
  item: NavigationItem;
  current: boolean;
  rail: boolean;
  /** What of it needs a look. */
  count: NavigationCount | undefined;
}

function Item({ item, current, rail, count }: ItemProps) {
  const name = count === undefined ? item.label : `${item.label}, ${count.count} ${count.of}`;
  return (
    <li>
      <Link
        href={item.path}
        {...(current ? { "aria-current": "page" as const } : {})}
        aria-label={name}
        {...(rail ? tip(name, { placement: "end" }) : {})}
        className={cx(
          "state-layer relative focus-inside flex h-9 items-center gap-2.5 rounded-md text-sm md:group-data-[width=open]/nav:h-7 md:group-data-[width=open]/nav:px-2 pointer-coarse:h-11!",
          "justify-center md:group-data-[width=open]/nav:justify-start",
          current ? "bg-selected font-medium text-fg" : "text-fg-soft hover:text-fg",
        )}
      >
        <Icon
          of={item.icon}
          size={18}
          className={cx("md:group-data-[width=open]/nav:size-4", current ? "text-accent-fg" : "text-fg-soft")}
        />
        <span className={cx(labelled, "flex-1 truncate")}>{item.label}</span>
        {count === undefined ? null : (
          <span data-numeric className={cx(labelled, "text-xs text-danger-fg")}>
            {count.count}
          </span>
        )}
        {count === undefined || count.of === "offline" ? null : (
          <span
            aria-hidden
            data-numeric
            className="absolute end-0 top-0 min-w-4 rounded-full bg-p1 px-1 text-center text-2xs text-p1-on md:group-data-[width=open]/nav:hidden"
          >
            {count.count > 999 ? "999+" : count.count}
          </span>
        )}
      </Link>
    </li>
  );
}

export function SideNavigation() {
  const path = usePathname();
  const { may, navigation: width, setNavigation } = useShell();
  const { data: found } = useQuery(navigationQueries.counts());
  const wide = useMedia("(width >= 56rem)");
  const rail = !wide || width === "rail";
  const groups = navigationGroups(navigationFor(may));
  return (
    <nav
      aria-label="Console"
      data-width={width}
      className="group/nav z-(--z-nav) hidden w-(--nav-rail) shrink-0 flex-col border-e border-line bg-surface data-[width=open]:md:w-(--nav-open) sm:flex"
    >
      <Link
        href="/"
        aria-label="Gatehouse, overview"
        className="focus-inside flex h-(--bar) shrink-0 items-center justify-center gap-2.5 border-b border-line px-4 md:group-data-[width=open]/nav:justify-start"
      >
        <Mark />
        <span className={cx(labelled, "text-md font-semibold")}>Gatehouse</span>
      </Link>
      <div className="flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto px-2 py-2">
        {groups.map(({ group, items }) => (
          <div
            key={group}
            className="border-line-soft not-first:mt-2 not-first:border-t not-first:pt-2 md:group-data-[width=open]/nav:border-t-0 md:group-data-[width=open]/nav:not-first:mt-3 md:group-data-[width=open]/nav:pt-0"
          >
            <p
              className="hidden px-2 py-1 text-sm text-fg-faint md:group-data-[width=open]/nav:block"
              id={`nav-${group}`}
            >
              {group}
            </p>
            <ul aria-label={group} className="flex flex-col gap-0.5 md:group-data-[width=open]/nav:gap-0">
              {items.map((item) => (
                <Item
                  key={item.path}
                  item={item}
                  current={isWithin(item, path)}
                  rail={rail}
                  count={found?.counts[item.path]}
                />
              ))}
            </ul>
          </div>
        ))}
      </div>
      <div className="hidden shrink-0 p-2 md:flex">
        <Button
          {...tip(rail ? "Show labels" : "Hide labels", { placement: "end" })}
          aria-label={rail ? "Show labels" : "Hide labels"}
          onPress={() => setNavigation(rail ? "open" : "rail")}
          className="state-layer focus-inside flex h-8 w-9 items-center justify-center rounded-md text-fg-faint data-hovered:text-fg"
        >
          <Icon of={PanelLeft} size={18} className="rtl:-scale-x-100" />
        </Button>
      </div>
    </nav>
  );
}
