"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Sheet } from "@/components/ui/sheet";
import { isWithin, navigationFor, navigationGroups } from "./navigation";
import { useShell } from "./shell-context";

/** On a phone: every page of the console. */
export function PageSheet({ onClose }: { onClose: () => void }) {
  const path = usePathname();
  const { may } = useShell();
  return (
    <Sheet title="All pages" titleHidden onClose={onClose}>
      {navigationGroups(navigationFor(may)).map(({ group, items: members }) => (
        <section key={group} className="not-first:mt-3">
          <h3 className="px-2 py-1 text-xs text-fg-faint">{group}</h3>
          <ul>
            {members.map((item) => (
              <li key={item.path}>
                <Link
                  href={item.path}
                  onClick={onClose}
                  {...(isWithin(item, path) ? { "aria-current": "page" as const } : {})}
                  className={cx(
                    "state-layer focus-inside flex h-11 items-center gap-3 rounded-md px-2 text-md",
                    isWithin(item, path) && "bg-selected",
                  )}
                >
                  <Icon of={item.icon} size={18} className="text-fg-soft" />
                  {item.label}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Sheet>
  );
}
