"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { BellRing, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Empty, NoPermission } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { deleteRule, escalationQueries } from "@/lib/domains/escalations/queries";
import type { EscalationRule } from "@/lib/domains/escalations/schema";
import { SettingsFrame } from "../_components/settings-frame";
import { DeliveryTable } from "./_components/delivery-table";
import { RuleList } from "./_components/rule-list";

const RuleDialog = dynamic(() => insist(() => import("./_components/rule-dialog")).then((module) => module.RuleDialog));
const KeyDialog = dynamic(() => insist(() => import("./_components/key-dialog")).then((module) => module.KeyDialog));

export function EscalationPage() {
  const { person } = useShell();
  const queries = useQueryClient();
  const query = useQuery({ ...escalationQueries.rules(), enabled: person.everywhere });
  const { data } = query;
  const [editing, setEditing] = useState<EscalationRule | "new">();
  const [deleting, setDeleting] = useState<EscalationRule>();
  const [key, setKey] = useState<string>();
  const refresh = () => queries.invalidateQueries({ queryKey: escalationQueries.all });
  if (!person.everywhere) {
    return (
      <SettingsFrame tab="escalation">
        <NoPermission>You are limited to certain areas, and escalation rules are for the whole site.</NoPermission>
      </SettingsFrame>
    );
  }
  return (
    <SettingsFrame
      tab="escalation"
      actions={
        data === undefined ? null : (
          <Button variant="primary" icon={Plus} onPress={() => setEditing("new")}>
            Add rule
          </Button>
        )
      }
    >
      <QueryFailure query={query} />
      {data === undefined ? null : (
        <section aria-labelledby="rules" className="border-b border-line p-5">
          <h2 id="rules" className="text-md font-semibold">
            Rules
          </h2>
          <p className="mt-1 max-w-3xl text-sm text-fg-soft">
            Who is called when nobody acknowledges an alarm in time. Each rule calls once about an alarm and its
            repeats; what is snoozed waits.{" "}
            {data.mail === null ? (
              "No mail server is set up: the environment names it (GATEHOUSE_SMTP_URL, GATEHOUSE_SMTP_FROM)."
            ) : (
              <>
                Mail comes from <bdi>{data.mail.from}</bdi>.
              </>
            )}
          </p>
          {data.items.length === 0 ? (
            <Empty icon={BellRing} title="No rules yet">
              Without one, an alarm that nobody acknowledges calls nobody else.
            </Empty>
          ) : (
            <RuleList rules={data.items} onEdit={setEditing} onDelete={setDeleting} onKey={setKey} />
          )}
        </section>
      )}
      <DeliveryTable />
      {editing === undefined || data === undefined ? null : (
        <RuleDialog
          choice={data}
          {...(editing === "new" ? {} : { rule: editing })}
          onKey={setKey}
          onClose={() => setEditing(undefined)}
        />
      )}
      {key === undefined ? null : <KeyDialog value={key} onClose={() => setKey(undefined)} />}
      {deleting === undefined ? null : (
        <ConfirmDialog
          isOpen
          onOpenChange={(open) => (open ? undefined : setDeleting(undefined))}
          title={
            <>
              Delete the rule <Name>{deleting.name}</Name>?
            </>
          }
          consequence="It calls nobody any more. What it has sent stays listed."
          confirmLabel="Delete rule"
          busyLabel="Deleting"
          danger
          onConfirm={async () => {
            await deleteRule(deleting.id);
            await refresh();
            toast.done({ title: "Rule deleted" });
          }}
        />
      )}
    </SettingsFrame>
  );
}
