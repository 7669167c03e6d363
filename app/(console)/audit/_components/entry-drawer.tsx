"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, Info, Link2, TriangleAlert, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { EntryDetails } from "@/components/audit/entry-details";
import { actionInWords, EntryTime, kindInWords, ObjectName, Result, Who } from "@/components/audit/entry-words";
import { Code, Facts } from "@/components/mirror/facts";
import { IconButton } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { auditQueries } from "@/lib/domains/audit/queries";
import type { AuditDetail } from "@/lib/domains/audit/schema";

const entryHref = (id: string) => `/audit?open=${id}`;

async function copyLink(id: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(new URL(entryHref(id), location.origin).href);
    toast.done({ title: "Link copied" });
  } catch {
    toast.failed({ title: "The link could not be copied", detail: "Copy it from the address bar." });
  }
}

/** One entry beside the list; on a narrow screen in its place. */
export function EntryDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  // To open an entry is written down, so it is read once.
  const query = useQuery({ ...auditQueries.detail(id), staleTime: 600_000 });
  const { data } = query;
  return (
    <aside
      aria-label="Entry"
      className="flex w-(--aside) shrink-0 flex-col overflow-auto border-s border-line bg-surface max-md:absolute max-md:inset-0 max-md:z-(--z-drawer) max-md:w-full max-md:border-0"
    >
      <div className="flex items-start gap-1 px-4 pt-3 pb-2">
        <h2 className="min-w-0 flex-1 pt-[calc((var(--control)-1.5rem)/2)] text-lg font-semibold wrap-anywhere">
          {data === undefined ? "Entry" : actionInWords(data)}
        </h2>
        <IconButton icon={Link2} label="Copy the link" onPress={() => void copyLink(id)} />
        <IconButton icon={X} label="Close" keyCap="Esc" onPress={onClose} />
      </div>
      {query.isError && data === undefined ? (
        <QueryFailure query={query} />
      ) : data === undefined ? (
        <div aria-busy className="space-y-3 p-4">
          <Skeleton className="h-2.5 w-40" />
          <Skeleton className="h-2.5 w-56" />
          <Skeleton className="h-2.5 w-48" />
        </div>
      ) : (
        <Entry entry={data} />
      )}
    </aside>
  );
}

function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="mt-6">
      <div className="mb-2.5 flex items-baseline justify-between gap-3">
        <h3 className="text-md font-semibold">{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  );
}

function Entry({ entry }: { entry: AuditDetail }) {
  const { who, roleName, objects, objectCount, address, request, details, erased, steps } = entry;
  return (
    <div className="px-4 pt-2 pb-5">
      <Facts
        facts={[
          {
            label: "Who",
            value: (
              <>
                <Who who={who} />
                {roleName === null ? null : <span className="text-fg-soft">, {roleName}</span>}
              </>
            ),
          },
          { label: "When", value: <EntryTime at={entry.at} /> },
          { label: "Result", value: <Result result={entry.result} code={entry.code} /> },
          ...(address === null ? [] : [{ label: "From", value: <bdi>{address}</bdi> }]),
          ...(request === null ? [] : [{ label: "Request", value: <Code>{request}</Code> }]),
        ]}
      />
      {objects.length === 0 ? null : (
        <Part title="To what">
          <ul className="space-y-1.5 text-sm">
            {objects.map((object) => (
              <li key={`${object.kind} ${object.id}`} className="wrap-anywhere">
                {object.kind === "entry" ? (
                  <Link href={entryHref(object.id)} prefetch={false} className="text-accent-fg hover:underline">
                    Entry {object.id}
                  </Link>
                ) : (
                  <ObjectName object={object} />
                )}
                {object.name === null ? null : <span className="text-fg-faint"> {kindInWords(object.kind)}</span>}
              </li>
            ))}
            {objectCount > objects.length ? (
              <li className="text-fg-faint">{objectCount - objects.length} more, not kept by name</li>
            ) : null}
          </ul>
        </Part>
      )}
      {details === null && !erased ? null : (
        <Part title="What it tells">
          {erased ? (
            <p className="text-sm text-fg-soft">The details were erased. The entry itself stands unchanged.</p>
          ) : (
            <EntryDetails details={details} />
          )}
        </Part>
      )}
      {steps.length === 0 ? null : <Steps entry={entry} />}
      <Chain entry={entry} />
    </div>
  );
}

/** A command: what was written before it was sent, and what came of it. */
function Steps({ entry: { id, steps } }: { entry: AuditDetail }) {
  return (
    <Part title="Attempt and outcome">
      <ol className="space-y-2 text-sm">
        {steps.map((step) => (
          <li key={step.id} className="flex items-baseline justify-between gap-3">
            <span className="min-w-0">
              {step.id === id ? (
                <strong className="font-medium">{step.phase === "attempt" ? "Attempt" : "Outcome"}</strong>
              ) : (
                <Link href={entryHref(step.id)} prefetch={false} className="text-accent-fg hover:underline">
                  {step.phase === "attempt" ? "Attempt" : "Outcome"}
                </Link>
              )}
              {step.phase === "attempt" ? null : (
                <span className="ms-2">
                  <Result result={step.result} code={step.code} />
                </span>
              )}
            </span>
            <span className="shrink-0 text-xs text-fg-faint">
              <Time at={step.at} as="seconds" />
            </span>
          </li>
        ))}
      </ol>
      {steps.some(({ phase }) => phase === "outcome") ? null : (
        <p className="mt-2 text-xs text-warn-fg">No outcome yet. After 15 minutes it is told as unknown.</p>
      )}
    </Part>
  );
}

function Chain({ entry }: { entry: AuditDetail }) {
  const { id, action, objects, result, hash, previousHash, hashMatches, older, newer } = entry;
  const line = (label: string, text: string) => (
    <div className="contents">
      <dt className="text-fg-faint">{label}</dt>
      <dd className="min-w-0 break-all">{text}</dd>
    </div>
  );
  return (
    <Part
      title={`Entry ${id}`}
      aside={
        hashMatches === null ? null : (
          <span className={`flex items-center gap-1 text-sm ${hashMatches ? "text-ok-fg" : "text-danger-fg"}`}>
            <Icon of={hashMatches ? Check : TriangleAlert} size={14} />
            {hashMatches ? "hash matches" : "hash does not match"}
          </span>
        )
      }
    >
      <dl className="grid grid-cols-[4rem_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-md border border-line bg-sunken p-3 font-mono text-xs">
        {line("action", action)}
        {line("objects", objects.map((object) => `${object.kind}:${object.id}`).join(", ") || "none")}
        {line("result", result)}
        {line("before", previousHash === null ? "removed" : previousHash === "" ? "none, the first" : previousHash)}
        {line("this", hash)}
      </dl>
      <nav aria-label="Neighbours" className="mt-2 flex justify-between text-sm">
        {older === null ? <span /> : <NeighbourLink id={older}>Older</NeighbourLink>}
        {newer === null ? <span /> : <NeighbourLink id={newer}>Newer</NeighbourLink>}
      </nav>
      <p className="mt-3 flex items-center gap-1.5 text-xs text-fg-faint">
        <Icon of={Info} size={14} />
        No PIN, picture or key is ever in an entry.
      </p>
    </Part>
  );
}

function NeighbourLink({ id, children }: { id: string; children: string }) {
  return (
    <Link href={entryHref(id)} prefetch={false} className="rounded-xs text-accent-fg hover:underline">
      {children}, entry {id}
    </Link>
  );
}
