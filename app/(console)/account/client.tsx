"use client";

import { useQuery } from "@tanstack/react-query";
import { PageFrame } from "@/components/shell/page-frame";
import { QueryFailure } from "@/components/ui/query-failure";
import { accountQueries } from "@/lib/domains/account/queries";
import { CodesPanel } from "./_components/codes-panel";
import { PasswordPanel } from "./_components/password-panel";
import { ProfilePanel } from "./_components/profile-panel";
import { SessionsPanel } from "./_components/sessions-panel";

export function AccountPage() {
  const account = useQuery(accountQueries.own());
  if (account.data === undefined) {
    return (
      <PageFrame title="Your account">
        <QueryFailure query={account} />
      </PageFrame>
    );
  }
  const own = account.data;
  return (
    <PageFrame title="Your account" note="profile, password, codes and sessions">
      <div className="min-h-full shrink-0 divide-y divide-line bg-surface">
        <ProfilePanel account={own} />
        {own.password === null ? null : <PasswordPanel changedAt={own.password.changedAt} />}
        {own.password === null ? null : <CodesPanel totp={own.totp} required={own.codesRequired} />}
        <SessionsPanel sessions={own.sessions} />
      </div>
    </PageFrame>
  );
}
