"use client";

import { useQuery } from "@tanstack/react-query";
import { Fact } from "@/components/ui/fact";
import { QueryFailure } from "@/components/ui/query-failure";
import Link from "next/link";
import { Since, Time } from "@/components/ui/time";
import { healthQueries } from "@/lib/domains/health/queries";
import type { About } from "@/lib/domains/health/schema";
import { SettingsFrame } from "../_components/settings-frame";

interface Guide {
  heading: string;
  about: string;
  /** Where the console itself shows or changes it. */
  page?: { label: string; href: string };
}

/** Headings of README.md, and when somebody needs them. */
const guides: readonly Guide[] = [
  {
    heading: "Use it with your account",
    about: "keys of the cloud account, the first administrator",
    page: { label: "Connection", href: "/settings" },
  },
  { heading: "Configuration", about: "every variable, with what holds without it" },
  {
    heading: "Running it",
    about: "health for monitors, the audit log, several machines, proxies",
    page: { label: "Health", href: "/health" },
  },
  { heading: "Backup and restore", about: "one encrypted file, and the way back" },
  { heading: "Upgrade", about: "to a new version and back" },
  { heading: "When keys or the secret change", about: "another access key, secret key or own secret" },
  {
    heading: "How long data are kept, and room on the disk",
    about: "every setting, its key and its default",
    page: { label: "Retention and storage", href: "/settings/retention" },
  },
];

export function AboutPage() {
  const query = useQuery(healthQueries.about());
  return (
    <SettingsFrame tab="about">
      <QueryFailure query={query} />
      {query.data === undefined ? null : (
        <div className="divide-y divide-line">
          <Facts about={query.data} />
          <Guides />
        </div>
      )}
    </SettingsFrame>
  );
}

function Facts({ about }: { about: About }) {
  return (
    <section aria-labelledby="installation" className="p-5">
      <h2 id="installation" className="text-md font-semibold">
        This installation
      </h2>
      <dl className="mt-3 grid max-w-3xl grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
        <Fact label="Gatehouse">{about.version}</Fact>
        <Fact label="Node.js">{about.node}</Fact>
        <Fact label="PostgreSQL">{about.database}</Fact>
        <Fact label="Mode">{about.mode === "sandbox" ? "Sandbox, a made-up site" : "Live"}</Fact>
        <Fact label="Address">
          <code>{about.publicUrl}</code>
        </Fact>
        <Fact label="Runs since">
          <Time at={about.startedAt} as="dateTime" />{" "}
          <span className="text-fg-faint">
            (<Since at={about.startedAt} />)
          </span>
        </Fact>
      </dl>
    </section>
  );
}

function Guides() {
  return (
    <section aria-labelledby="guides" className="p-5">
      <h2 id="guides" className="text-md font-semibold">
        For whoever runs it
      </h2>
      <p className="mt-1 text-sm text-fg-soft">
        In <code>README.md</code>, in the folder that Gatehouse was started from:
      </p>
      <dl className="mt-3 grid max-w-3xl gap-x-6 gap-y-1.5 text-sm sm:grid-cols-[auto_1fr]">
        {guides.map(({ heading, about, page }) => (
          <div key={heading} className="contents">
            <dt className="font-medium">{heading}</dt>
            <dd className="text-fg-soft max-sm:mb-1.5">
              {about}
              {page === undefined ? null : (
                <>
                  {"; here "}
                  <Link href={page.href} className="rounded-xs text-accent-fg underline">
                    {page.label}
                  </Link>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
