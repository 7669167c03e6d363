import Link from "next/link";
import type { ReactNode } from "react";
import { StateDot } from "@/components/ui/state-dot";
import type { Tone } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { serviceNames } from "@/lib/domains/licences/schema";
import type { Overview } from "@/lib/domains/overview/schema";

type Licence = NonNullable<Overview["warnings"]>["licences"][number];

function licenceWords({ standing, endsAt }: Licence): ReactNode {
  if (standing === "exceeded") return "more in use than licensed";
  if (endsAt === null) return standing === "expired" ? "ended" : "ends soon";
  return (
    <>
      {standing === "expired" ? "ended" : "ends"} <Time at={endsAt} as="date" />
    </>
  );
}

/** What whoever manages the console has to do soon, a line each; nothing when there is nothing. */
export function Warnings({ licences }: NonNullable<Overview["warnings"]>) {
  if (licences.length === 0) return null;
  return (
    <ul aria-label="Soon to be done" className="border-b border-line bg-surface px-4 py-1.5 text-sm">
      {licences.map((licence) => (
        <Line
          key={licence.service}
          tone={licence.standing === "expiring" ? "warn" : "danger"}
          link={{ href: "/settings/licences", label: "Licences" }}
        >
          {licence.service === null ? "A service" : (serviceNames[licence.service] ?? licence.service)}:{" "}
          {licenceWords(licence)}
        </Line>
      ))}
    </ul>
  );
}

function Line({ tone, link, children }: { tone: Tone; link: { href: string; label: string }; children: ReactNode }) {
  return (
    <li className="flex items-baseline gap-3 py-0.5">
      <StateDot tone={tone}>{children}</StateDot>
      <Link href={link.href} className="shrink-0 rounded-xs text-accent-fg hover:underline">
        {link.label}
      </Link>
    </li>
  );
}
