"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldAlert, ShieldCheck, ShieldQuestion } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { useViewer } from "@/components/ui/viewer";
import { auditQueries, verifyAudit } from "@/lib/domains/audit/queries";
import type { AuditState } from "@/lib/domains/audit/schema";

const protections: Readonly<Record<AuditState["protection"], string>> = {
  privileges: "The database refuses changes, and the console's own role may not write.",
  trigger: "The database refuses changes.",
  none: "The database does not refuse changes now.",
};

const shownFindings = 5;
const askAgainMs = 2_000;

/** Whether the log is as it was written, since when, and what protects it; or what was found. */
export function ChainState() {
  const queries = useQueryClient();
  const { locale } = useViewer();
  const { data: state } = useQuery({
    ...auditQueries.state(),
    refetchInterval: ({ state: { data } }) => (data?.verifying === true ? askAgainMs : false),
  });
  const verify = useMutation({
    ...verifyAudit,
    onSuccess: (answer) => queries.setQueryData(auditQueries.state().queryKey, answer),
    onError: (error) => toast.failed({ title: trouble(error).title }),
  });
  if (state === undefined) return null;
  const number = new Intl.NumberFormat(locale);
  return (
    <section aria-label="State of the log" className="shrink-0 border-b border-line bg-surface px-4 py-2.5 text-sm">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Verdict state={state} />
        <span data-numeric className="text-fg-soft">
          {number.format(state.entries)} {state.entries === 1 ? "entry" : "entries"}
        </span>
        <span className="text-fg-soft">
          {state.verifiedAt === null ? (
            "not verified yet"
          ) : (
            <>
              verified <Time at={state.verifiedAt} />
            </>
          )}
          {state.anchor === null ? null : (
            <>
              , anchored outside <Time at={state.anchor.at} />
            </>
          )}
        </span>
        <span className="ms-auto">
          <Button onPress={() => verify.mutate()} busy={verify.isPending || state.verifying} busyLabel="Verifying">
            Verify now
          </Button>
        </span>
      </div>
      <p className={cx("mt-1 text-xs", state.protection === "none" ? "text-danger-fg" : "text-fg-faint")}>
        {protections[state.protection]} Entries are kept for {number.format(state.retentionDays)} days.
        {state.webhook === null || state.webhook.error === null ? null : (
          <span className="text-warn-fg"> {state.webhook.error}</span>
        )}
      </p>
      <Findings state={state} />
    </section>
  );
}

function Verdict({ state: { state, since } }: { state: AuditState }) {
  if (state === "broken") {
    return (
      <strong className="flex items-center gap-2 font-semibold text-danger-fg">
        <Icon of={ShieldAlert} />
        Broken
      </strong>
    );
  }
  if (state === "unverified" || since === null) {
    return (
      <strong className="flex items-center gap-2 font-semibold text-warn-fg">
        <Icon of={ShieldQuestion} />
        Not verified yet
      </strong>
    );
  }
  return (
    <strong className="flex items-center gap-2 font-semibold text-ok-fg">
      <Icon of={ShieldCheck} />
      <span>
        Intact since <Time at={since} as="date" />
      </span>
    </strong>
  );
}

function Findings({ state: { findings, findingCount } }: { state: AuditState }) {
  if (findings.length === 0) return null;
  const more = findingCount - Math.min(findings.length, shownFindings);
  return (
    <ul aria-label="Findings" className="mt-2 space-y-0.5 text-sm">
      {findings.slice(0, shownFindings).map(({ text, notice }) => (
        <li key={text} className={notice === true ? "text-warn-fg" : "text-danger-fg"}>
          {text}
        </li>
      ))}
      {more > 0 ? <li className="text-fg-soft">{more} more; npm run audit:verify prints them all</li> : null}
    </ul>
  );
}
