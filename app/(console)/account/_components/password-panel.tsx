"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { insist } from "@/components/ui/insist";
import { Time } from "@/components/ui/time";
import { Panel } from "./panel";

const PasswordDialog = dynamic(
  () => insist(() => import("./password-dialog")).then((module) => module.PasswordDialog),
  {
    ssr: false,
  },
);

export function PasswordPanel({ changedAt }: { changedAt: string | null }) {
  const [open, setOpen] = useState(false);
  return (
    <Panel id="password" title="Password" about="Changing it ends your other sessions.">
      <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
        <span className="text-fg-soft">
          {changedAt === null ? (
            "Not changed yet"
          ) : (
            <>
              Last changed <Time at={changedAt} as="date" />
            </>
          )}
        </span>
        <Button onPress={() => setOpen(true)}>Change password…</Button>
      </div>
      {open ? <PasswordDialog onClose={() => setOpen(false)} /> : null}
    </Panel>
  );
}
