"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryFailure } from "@/components/ui/query-failure";
import Link from "next/link";
import type { ReactNode } from "react";
import { GatewayDot } from "@/components/mirror/gateway-dot";
import { useShell } from "@/components/shell/shell-context";
import { StateDot } from "@/components/ui/state-dot";
import type { Tone } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { may } from "@/lib/auth/roles";
import { healthQueries } from "@/lib/domains/health/queries";
import type { AuditSoundness, Health, HostHealth, StorageState } from "@/lib/domains/health/schema";
import { gibibytes } from "@/lib/domains/health/terms";

const soundness = {
  intact: { tone: "ok", word: "Intact" },
  broken: { tone: "danger", word: "Broken" },
  unverified: { tone: "neutral", word: "Not verified yet" },
} as const satisfies Record<AuditSoundness["state"], { tone: Tone; word: string }>;

const rooms = {
  ok: { tone: "ok", word: "Enough room" },
  warn: { tone: "warn", word: "Fills up" },
  stopped: { tone: "danger", word: "No new pictures" },
} as const satisfies Record<StorageState["state"], { tone: Tone; word: string }>;

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <dt className="text-fg-soft">{label}</dt>
      <dd data-numeric className="min-w-0 text-end">
        {children}
      </dd>
    </div>
  );
}

function Facts({ health }: { health: Health }) {
  const troubled = health.duties.filter((duty) => duty.health !== "ok" && duty.health !== "never ran");
  const { refusal } = health.gateway;
  return (
    <dl className="mt-2 space-y-1.5 text-sm">
      <Row label="Gateway">
        <GatewayDot gateway={health.gateway} />
      </Row>
      {refusal === null ? null : (
        <div className="text-xs text-danger-fg">
          <dt className="sr-only">Why</dt>
          <dd>
            {refusal.meaning} {refusal.advice} <code>{refusal.code}</code>
          </dd>
        </div>
      )}
      <Row label="Background duties">
        {health.duties.length === 0 ? (
          <StateDot tone="danger">No worker</StateDot>
        ) : troubled.length === 0 ? (
          <StateDot tone="ok">{`${health.duties.length} on time`}</StateDot>
        ) : (
          <StateDot tone="danger">{`${troubled.length} of ${health.duties.length} in trouble`}</StateDot>
        )}
      </Row>
      <Row label="Audit log">
        <AuditLog audit={health.audit} />
      </Row>
      <Row label="Database">{`${Math.ceil(health.database.sizeBytes / 1_048_576)} MiB`}</Row>
      <Row label="Connections to it">{String(health.database.connections)}</Row>
    </dl>
  );
}

function AuditLog({ audit: { state, verifiedAt } }: Pick<Health, "audit">) {
  const { person } = useShell();
  const { tone, word } = soundness[state];
  const dot = (
    <StateDot
      tone={tone}
      aside={
        verifiedAt === null ? undefined : (
          <>
            verified <Time at={verifiedAt} />
          </>
        )
      }
    >
      {word}
    </StateDot>
  );
  if (!may(person, "audit:read")) return dot;
  return (
    <Link href="/audit" className="rounded-xs hover:underline">
      {dot}
    </Link>
  );
}

/** How far another clock is ahead of the machine's. */
function skewWords(ms: number | null): string {
  if (ms === null) return "not measured yet";
  const seconds = Math.abs(ms) / 1_000;
  if (seconds < 0.5) return "in step";
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s ${ms > 0 ? "ahead" : "behind"}`;
}

/** Room and clocks as one machine sees them. */
function Machine({ host }: { host: HostHealth }) {
  const { tone, word } = rooms[host.storage];
  return (
    <section aria-label={host.host} className="mt-4 border-t border-line-soft pt-3">
      <h3 className="text-sm font-semibold wrap-anywhere">
        <bdi>{host.host}</bdi>
      </h3>
      <dl className="mt-1.5 space-y-1.5 text-sm">
        <Row label="Storage">
          <StateDot
            tone={tone}
            aside={
              <>
                since <Time at={host.storageSince} />
              </>
            }
          >
            {word}
          </StateDot>
        </Row>
        <Row label="Free">{`${gibibytes(host.freeBytes)} of ${gibibytes(host.totalBytes)} GiB`}</Row>
        {host.clockWrong ? (
          <Row label="Clocks">
            <StateDot tone="warn">Differ too much</StateDot>
          </Row>
        ) : null}
        <Row label="Database’s clock">{skewWords(host.databaseSkewMs)}</Row>
        <Row label="Gateway’s clock">{skewWords(host.gatewaySkewMs)}</Row>
      </dl>
      {host.clockWrong ? (
        <p className="mt-1.5 text-xs text-warn-fg">
          Times of alarms and signed links go wrong: set this machine&rsquo;s clock by a time server. From when on it is
          said stands under{" "}
          <Link href="/settings/retention" className="underline">
            Retention and storage
          </Link>
          .
        </p>
      ) : null}
    </section>
  );
}

/** How Gatehouse itself does, for those who manage it. */
export function ConsolePanel() {
  const query = useQuery(healthQueries.state());
  const { data } = query;
  return (
    <aside
      aria-labelledby="console"
      className="shrink-0 border-line bg-surface p-4 max-lg:order-first max-lg:border-b lg:w-80 lg:overflow-auto lg:border-s"
    >
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="console" className="text-md font-semibold">
          The console itself
        </h2>
        <Link href="/settings" className="rounded-xs text-sm text-accent-fg hover:underline">
          Settings
        </Link>
      </div>
      {data !== undefined && "duties" in data ? (
        <>
          <Facts health={data} />
          {data.hosts.map((host) => (
            <Machine key={host.host} host={host} />
          ))}
          {data.hosts.length === 0 ? (
            <p className="mt-3 text-sm text-fg-soft">
              No machine has told of its room and clocks in the last five minutes: a worker has to run.
            </p>
          ) : null}
        </>
      ) : query.isError ? (
        <QueryFailure query={query} />
      ) : data?.status === "down" ? (
        <p className="mt-2 text-sm text-danger-fg">The database does not answer.</p>
      ) : null}
    </aside>
  );
}
