"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Pencil, Send, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/button";
import { Name } from "@/components/ui/name";
import { Tag } from "@/components/ui/tag";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { escalationQueries, renewWebhookKey, tryRule } from "@/lib/domains/escalations/queries";
import type { EscalationRule } from "@/lib/domains/escalations/schema";
import { waitWords } from "@/lib/errors";

export interface RuleListProps {
  rules: readonly EscalationRule[];
  onEdit: (rule: EscalationRule) => void;
  onDelete: (rule: EscalationRule) => void;
  /** A webhook's new key, to be shown once. */
  onKey: (key: string) => void;
}

const between = (parts: readonly ReactNode[]) =>
  parts.map((part, at) => (
    <span key={at}>
      {at === 0 ? null : ", "}
      {part}
    </span>
  ));

function Whom({ rule }: { rule: EscalationRule }) {
  const { people, roles, webhookUrl } = rule;
  const parts = [
    ...people.map(({ id, name, active }) => (
      <span key={id}>
        <Name>{name}</Name>
        {active ? null : " (cannot be called now)"}
      </span>
    )),
    ...roles.map(({ id, name }) => (
      <span key={id}>
        everybody on duty as <Name>{name}</Name>
      </span>
    )),
    ...(webhookUrl === null ? [] : [<span key="webhook">{new URL(webhookUrl).host}</span>]),
  ];
  return <>{between(parts)}</>;
}

function waysOf({ sound, email, webhookUrl }: EscalationRule): string {
  const ways = [
    ...(sound ? ["in the console"] : []),
    ...(email ? ["by e-mail"] : []),
    ...(webhookUrl ? ["by webhook"] : []),
  ];
  return ways.join(", ");
}

/** Every rule in one sentence, the soonest first. */
export function RuleList({ rules, onEdit, onDelete, onKey }: RuleListProps) {
  const queries = useQueryClient();
  const tell = (error: unknown) => {
    const { title, advice, code } = trouble(error);
    toast.failed({ title, detail: advice ?? "", ...(code === undefined ? {} : { code }) });
  };
  const refresh = () => queries.invalidateQueries({ queryKey: escalationQueries.all });
  const trial = useMutation({
    mutationFn: tryRule,
    onError: tell,
    onSuccess: () => toast.done({ title: "A trial is on its way", detail: "What became of it is listed below." }),
    onSettled: refresh,
  });
  const renew = useMutation({
    mutationFn: renewWebhookKey,
    onError: tell,
    onSuccess: ({ webhookKey }) => (webhookKey === null ? undefined : onKey(webhookKey)),
    onSettled: refresh,
  });
  return (
    <ul aria-label="Escalation rules" className="mt-3 max-w-5xl">
      {rules.map((rule) => (
        <li
          key={rule.id}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line-soft py-2.5 text-sm"
        >
          <div className="min-w-0 flex-1 basis-72">
            <p className="flex flex-wrap items-center gap-2 font-medium">
              <Name className="min-w-0 wrap-anywhere">{rule.name}</Name>
              {rule.enabled ? null : <Tag>Switched off</Tag>}
            </p>
            <p className="text-fg-soft wrap-anywhere">
              Priority {rule.priorities.join(", ")}
              {rule.areas === null ? (
                ", everywhere"
              ) : (
                <>
                  {" in "}
                  {between(rule.areas.map(({ id, name }) => <Name key={id}>{name}</Name>))}
                </>
              )}
              : after {waitWords(rule.afterSeconds)} calls <Whom rule={rule} />, {waysOf(rule)}.
            </p>
            <p className="text-xs text-fg-faint">
              {rule.lately === 0
                ? "Called about no alarm"
                : `Called about ${rule.lately} ${rule.lately === 1 ? "alarm" : "alarms"}`}{" "}
              in the last 7 days
            </p>
          </div>
          <span className="flex gap-1">
            {rule.email || rule.webhookUrl !== null ? (
              <IconButton
                icon={Send}
                label={`Send a trial of ${rule.name}`}
                isDisabled={trial.isPending}
                onPress={() => trial.mutate(rule.id)}
              />
            ) : null}
            {rule.webhookUrl === null ? null : (
              <IconButton
                icon={KeyRound}
                label={`Make a new webhook key for ${rule.name}`}
                isDisabled={renew.isPending}
                onPress={() => renew.mutate(rule.id)}
              />
            )}
            <IconButton icon={Pencil} label={`Change ${rule.name}`} onPress={() => onEdit(rule)} />
            <IconButton icon={Trash2} label={`Delete ${rule.name}`} onPress={() => onDelete(rule)} />
          </span>
        </li>
      ))}
    </ul>
  );
}
