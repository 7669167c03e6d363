"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { isWithin, navigationFor, navigationGroups } from "./navigation";
import { useShell } from "./shell-context";

const favourites: readonly string[] = ["/", "/cameras", "/doors", "/areas", "/devices"];

const slot = "state-layer focus-inside flex flex-1 flex-col items-center justify-center gap-0.5 text-xs";

/** Below 640 px: three pages and, behind the fourth, all of them. */
export function BottomBar() {
  const path = usePathname();
  const { person } = useShell();
  const [open, setOpen] = useState(false);
  const items = navigationFor(person);
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
      <ModalOverlay
        isOpen={open}
        onOpenChange={setOpen}
        isDismissable
        className="appear-slow fixed inset-0 z-(--z-drawer) flex items-end bg-scrim"
      >
        <Modal className="w-full rounded-t-xl bg-raised shadow-dialog">
          <Dialog className="max-h-[80dvh] overflow-auto p-4 pb-[calc(1rem+env(safe-area-inset-bottom))] outline-none">
            <Heading slot="title" className="sr-only">
              All pages
            </Heading>
            {navigationGroups(items).map(({ group, items: members }) => (
              <section key={group} className="not-first:mt-3">
                <h3 className="px-2 py-1 text-xs text-fg-faint">{group}</h3>
                <ul>
                  {members.map((item) => (
                    <li key={item.path}>
                      <Link
                        href={item.path}
                        onClick={() => setOpen(false)}
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
          </Dialog>
        </Modal>
      </ModalOverlay>
    </nav>
  );
}
