"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { isWithin, navigationFor, navigationGroups } from "./navigation";
import { useShell } from "./shell-context";

/** On a phone: every page of the console. */
export function PageSheet({ onClose }: { onClose: () => void }) {
  const path = usePathname();
  const { may } = useShell();
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => (open ? undefined : onClose())}
      isDismissable
      className="appear-slow fixed inset-0 z-(--z-drawer) flex items-end bg-scrim"
    >
      <Modal className="w-full rounded-t-xl bg-raised shadow-dialog">
        <Dialog className="max-h-[80dvh] overflow-auto p-4 pb-[calc(1rem+env(safe-area-inset-bottom))] outline-none">
          <Heading slot="title" className="sr-only">
            All pages
          </Heading>
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
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
