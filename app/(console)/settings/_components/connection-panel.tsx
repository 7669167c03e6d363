"use client";

import { useMutation } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, CircleX, PlugZap, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { GatewayDot } from "@/components/mirror/gateway-dot";
import { Button } from "@/components/ui/button";
import { Icon, type LucideIcon } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import { trouble } from "@/components/ui/trouble";
import { testConnection } from "@/lib/domains/connection/queries";
import type { ConnectionState, ConnectionStep, ConnectionTest } from "@/lib/domains/connection/schema";

const stepNames: Record<ConnectionStep["name"], string> = {
  address: "Address",
  network: "Network",
  gateway: "Gateway",
  clock: "Clock",
  "access-key": "Access key (AK)",
  "secret-key": "Secret key (SK)",
  "first-call": "First call",
};

const results: Record<ConnectionStep["result"], { icon: LucideIcon; word: string; colour: string }> = {
  ok: { icon: CircleCheck, word: "Works", colour: "text-ok-fg" },
  warning: { icon: TriangleAlert, word: "Warning", colour: "text-warn-fg" },
  failed: { icon: CircleX, word: "Failed", colour: "text-danger-fg" },
  skipped: { icon: CircleDashed, word: "Not tried", colour: "text-fg-faint" },
};

/** What is configured, how it does, and the test. Keys are never shown: they stay on the server. */
export function ConnectionPanel({ state }: { state: ConnectionState }) {
  const test = useMutation(testConnection);
  const failure = test.isError ? trouble(test.error) : null;
  return (
    <section aria-labelledby="connection" className="p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="connection" className="text-md font-semibold">
          Connection to HikCentral Connect
        </h2>
        <Button
          variant="primary"
          icon={PlugZap}
          busy={test.isPending}
          busyLabel="Testing"
          onPress={() => test.mutate()}
        >
          Test connection
        </Button>
      </div>
      <dl className="mt-3 grid max-w-3xl grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
        <Fact label="Gateway">
          {state.mode === "sandbox" ? "Sandbox, a made-up site" : <code>{state.baseUrl}</code>}
        </Fact>
        <Fact label="State">
          <GatewayDot gateway={state} />
          {state.refusal === null ? null : <p className="text-danger-fg">{state.refusal.advice}</p>}
        </Fact>
        <Fact label="Last answer">{state.lastOkAt === null ? "none yet" : <Time at={state.lastOkAt} />}</Fact>
        <Fact label="Calls go to">{state.origin === null ? "not known yet" : <code>{state.origin}</code>}</Fact>
        <Fact label="Token">
          {state.token === null ? (
            "none yet"
          ) : (
            <>
              issued <Time at={state.token.obtainedAt} />, renewed before{" "}
              <Time at={state.token.expiresAt} as="dateTime" />
            </>
          )}
        </Fact>
        {state.lastError === null ? null : (
          <Fact label="Last error">
            <Time at={state.lastError.at} />: {state.lastError.message}{" "}
            {state.lastError.code === null ? null : <code className="text-xs">{state.lastError.code}</code>}
          </Fact>
        )}
        {state.secretReplacedAt === null ? null : (
          <Fact label="Own secret">
            replaced <Time at={state.secretReplacedAt} as="dateTime" />: second factors set up before then no longer
            work, reset them under Users
          </Fact>
        )}
        <Fact label="Keys">
          from the environment (HCC_BASE_URL, HCC_APP_KEY, HCC_SECRET_KEY); they are never shown and never leave the
          server
        </Fact>
      </dl>
      <div aria-live="polite">
        {failure === null ? null : (
          <p className="mt-4 text-sm text-danger-fg">
            {failure.title} {failure.advice} {failure.code === undefined ? null : <code>{failure.code}</code>}
          </p>
        )}
        {test.data === undefined ? null : <TestResult test={test.data} />}
      </div>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-fg-soft">{label}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}

function TestResult({ test }: { test: ConnectionTest }) {
  return (
    <div className="mt-4 max-w-3xl">
      <p className="text-sm font-medium">
        {test.cause === null ? "The connection works." : "The connection does not work."}{" "}
        <span className="font-normal text-fg-faint">
          tested <Time at={test.testedAt} as="seconds" />
        </span>
      </p>
      <ol className="mt-2 divide-y divide-line-soft border-y border-line-soft">
        {test.steps.map((step) => (
          <li key={step.name} className="flex gap-3 py-2 text-sm">
            <Icon of={results[step.result].icon} className={`mt-0.5 shrink-0 ${results[step.result].colour}`} />
            <span className="w-32 shrink-0 font-medium">{stepNames[step.name]}</span>
            <span className="min-w-0 flex-1 wrap-anywhere">
              <span className="sr-only">{results[step.result].word}: </span>
              <span className={step.result === "skipped" ? "text-fg-faint" : undefined}>{step.text}</span>
              {step.remedy === null ? null : <span className="block text-fg-soft">{step.remedy}</span>}
              {step.code === null ? null : <code className="block text-xs text-fg-faint">{step.code}</code>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
