import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { Icon } from "@/components/ui/icon";

/** On a phone, where the bar has no room for it: the way back to the list. */
export function BackLink({ href, label }: { href: string; label: string }) {
  return (
    <Link
      href={href}
      className="-ms-1 mb-2 flex min-h-11 w-fit items-center gap-1 rounded-sm pe-2 text-sm text-fg-soft hover:text-fg sm:hidden"
    >
      <Icon of={ChevronLeft} />
      {label}
    </Link>
  );
}
