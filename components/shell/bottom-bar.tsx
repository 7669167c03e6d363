"use client";

import { Ellipsis } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { insist } from "@/components/ui/insist";
import { isWithin, navigationFor } from "./navigation";
import { useShell } from "./shell-context";

const PageSheet = dynamic(() => insist(() => import("./page-sheet")).then((module) => module.PageSheet), {
  ssr: false,
});

const favourites: readonly string[] = ["/", "/alarms", "/cameras", "/doors", "/areas", "/devices"];

const slot = "state-layer focus-inside flex flex-1 flex-col items-center justify-center gap-0.5 text-xs";

/** Below 640 px: three pages and, behind the fourth, all of them. */
export function BottomBar() {
  const path = usePathname();
  const { may } = useShell();
  const [open, setOpen] = useState(false);
  const items = navigationFor(may);
  const shown = favourites.flatMap((each) => items.filter((item) => item.path === each)).slice(0, 3);
  const elsewhere = !shown.some((item) => isWithin(item, path));
  return (
    <nav
      aria-label="Console"
      className="z-(--z-nav) flex h-15 shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {shown.map((item) => {
        const current = isWithin(item, path);
        return (
          <Link
            key={item.path}
            href={item.path}
            {...(current ? { "aria-current": "page" as const } : {})}
            className={cx(slot, current ? "text-accent-fg" : "text-fg-soft")}
          >
            <Icon of={item.icon} size={20} />
            {item.label}
          </Link>
        );
      })}
      <Button onPress={() => setOpen(true)} className={cx(slot, elsewhere ? "text-accent-fg" : "text-fg-soft")}>
        <Icon of={Ellipsis} size={20} />
        More
      </Button>
      {open ? <PageSheet onClose={() => setOpen(false)} /> : null}
    </nav>
  );
}
