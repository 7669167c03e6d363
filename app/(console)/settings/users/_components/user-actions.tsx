"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { useStepUp } from "@/components/step-up/step-up-provider";
import { ConfirmDialog, type Confirmation, Dialog } from "@/components/ui/dialog";
import { Name } from "@/components/ui/name";
import { saveFile } from "@/components/ui/save-file";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import {
  disableUser,
  enableUser,
  endUserSessions,
  eraseUser,
  exportUser,
  peopleQueries,
  resetUser,
} from "@/lib/domains/users/queries";
import type { SignInLink, UserDetail } from "@/lib/domains/users/schema";
import { ERASE_WORD } from "@/lib/domains/users/terms";
import { LinkNotice } from "./link-notice";

type Action = "disable" | "enable" | "reset" | "end" | "erase";

interface Choice {
  label: string;
  hint: string;
  title: ReactNode;
  consequence: string;
  confirm: string;
  busy: string;
  danger?: boolean;
  done: string;
}

function choices(name: string): Record<Action, Choice> {
  const who = <Name>{name}</Name>;
  return {
    end: {
      label: "End all sessions…",
      hint: "Signs the person out everywhere.",
      title: <>End all sessions of {who}?</>,
      consequence: "Open pages go to the sign-in page at once. The person may sign in again.",
      confirm: "End all sessions",
      busy: "Ending",
      done: "Sessions ended",
    },
    reset: {
      label: "Reset sign-in…",
      hint: "For a lost password or phone: gives a link to choose a new password.",
      title: <>Reset the sign-in of {who}?</>,
      consequence: "Password, second factor and recovery codes stop working, and open sessions end at once.",
      confirm: "Reset sign-in",
      busy: "Resetting",
      danger: true,
      done: "Sign-in reset",
    },
    disable: {
      label: "Disable account…",
      hint: "Ends sessions at once. Nothing is lost.",
      title: <>Disable the account of {who}?</>,
      consequence: "Open sessions end at once, and the person cannot sign in until the account is enabled again.",
      confirm: "Disable account",
      busy: "Disabling",
      danger: true,
      done: "Account disabled",
    },
    enable: {
      label: "Enable account…",
      hint: "Lets the person sign in again.",
      title: <>Enable the account of {who}?</>,
      consequence: "The person may sign in again, with role and areas as before.",
      confirm: "Enable account",
      busy: "Enabling",
      done: "Account enabled",
    },
    erase: {
      label: "Erase data…",
      hint: "Forgets name, e-mail and what the audit log says of them. Cannot be undone.",
      title: <>Erase the data of {who}?</>,
      consequence:
        "Name, e-mail, sessions and ways to sign in are removed, and so are names and details in the audit log that tell of this person. Entries stay, with an id alone. This cannot be undone.",
      confirm: "Erase data",
      busy: "Erasing",
      danger: true,
      done: "Data erased",
    },
  };
}

/** What can be done with an account besides changing it. */
export function UserActions({ user, fixed }: { user: UserDetail; fixed: boolean }) {
  const queries = useQueryClient();
  const stepUp = useStepUp();
  const [asking, setAsking] = useState<Action>();
  const [link, setLink] = useState<SignInLink>();
  const words = choices(user.name);
  const open = available(user, fixed);
  const choice = asking === undefined ? undefined : words[asking];

  async function run(action: Action, why: Confirmation) {
    if (action === "reset") setLink(await stepUp(() => resetUser(user.id, why)));
    else if (action === "erase") await stepUp(() => eraseUser(user.id, ERASE_WORD));
    else await { end: endUserSessions, disable: disableUser, enable: enableUser }[action](user.id, why);
    void queries.invalidateQueries({ queryKey: peopleQueries.all });
    if (action !== "reset") toast.done({ title: words[action].done });
  }

  return (
    <>
      <dl className="max-w-160 divide-y divide-line-soft text-sm">
        {open.map((action) => (
          <Line key={action} hint={words[action].hint}>
            <Button onPress={() => setAsking(action)}>{words[action].label}</Button>
          </Line>
        ))}
        <Line hint="Everything kept of this account, as a JSON file: profile, sessions and audit entries.">
          <ExportButton userId={user.id} />
        </Line>
      </dl>
      {choice === undefined || asking === undefined ? null : (
        <ConfirmDialog
          isOpen
          onOpenChange={(stays) => (stays ? undefined : setAsking(undefined))}
          title={choice.title}
          consequence={choice.consequence}
          confirmLabel={choice.confirm}
          busyLabel={choice.busy}
          danger={choice.danger === true}
          // A reason to erase would tell of the person whose data are erased.
          {...(asking === "erase" ? { typed: ERASE_WORD } : { reason: "optional" })}
          onConfirm={(why) => run(asking, why)}
        />
      )}
      {link === undefined ? null : (
        <Dialog
          isOpen
          onOpenChange={() => setLink(undefined)}
          dismissable={false}
          title="The link is ready"
          actions={
            <Button variant="primary" onPress={() => setLink(undefined)}>
              Done
            </Button>
          }
        >
          <LinkNotice link={link} />
        </Dialog>
      )}
    </>
  );
}

/** Not a link: a copy of somebody's data asks first who takes it. */
function ExportButton({ userId }: { userId: string }) {
  const stepUp = useStepUp();
  const taking = useMutation({
    mutationFn: () => stepUp(() => exportUser(userId)),
    onSuccess: saveFile,
    onError: (error) => {
      const { title, advice, code } = trouble(error);
      toast.failed({
        title,
        ...(advice === undefined ? {} : { detail: advice }),
        ...(code === undefined ? {} : { code }),
      });
    },
  });
  return (
    <Button busy={taking.isPending} busyLabel="Exporting" onPress={() => taking.mutate()}>
      Export data
    </Button>
  );
}

function available(user: UserDetail, fixed: boolean): Action[] {
  if (fixed) return [];
  const open: Action[] = user.sessions.some(({ own }) => !own) ? ["end"] : [];
  if (user.own) return open;
  if (user.state === "disabled") return [...open, "enable", "erase"];
  return [...open, ...(user.elsewhere || user.demo ? [] : ["reset" as const]), "disable", "erase"];
}

function Line({ hint, children }: { hint: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2">
      <dt className="min-w-0 flex-1 basis-60 text-fg-soft">{hint}</dt>
      <dd>{children}</dd>
    </div>
  );
}
