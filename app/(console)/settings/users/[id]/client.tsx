"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ObjectHistory } from "@/components/audit/object-history";
import { BackLink } from "@/components/mirror/back-link";
import { DetailTrouble } from "@/components/mirror/detail-states";
import { Facts } from "@/components/mirror/facts";
import { PageFrame } from "@/components/shell/page-frame";
import { Name } from "@/components/ui/name";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { isMissing } from "@/components/ui/trouble";
import { permissionWords } from "@/lib/domains/roles/terms";
import { peopleQueries } from "@/lib/domains/users/queries";
import type { UserDetail } from "@/lib/domains/users/schema";
import { secondFactorWords, UserStateDot } from "../_components/user-words";
import { UserActions } from "../_components/user-actions";
import { UserForm } from "../_components/user-form";
import { UserSessions } from "../_components/user-sessions";

const parent = { label: "Users", href: "/settings/users" };

export function UserPage({ id }: { id: string }) {
  const query = useQuery(peopleQueries.detail(id));
  const user = query.data;
  if (user === undefined || isMissing(query.error)) {
    return <DetailTrouble noun="user" parent={parent} query={query} />;
  }
  const fixed = user.state === "erased" || user.beyond.length > 0;
  return (
    <PageFrame title={<Name>{user.name}</Name>} parent={parent}>
      <div className="min-h-full divide-y divide-line bg-surface">
        <section aria-label="Facts" className="p-5">
          <BackLink {...parent} />
          <p className="flex flex-wrap items-center gap-2 text-xl font-semibold wrap-anywhere">
            <Name>{user.name}</Name>
            {user.own ? <Tag tone="accent">You</Tag> : null}
          </p>
          <UserFacts user={user} />
        </section>
        {fixed ? <Fixed user={user} /> : <Section title="Account">{<UserForm key={user.id} user={user} />}</Section>}
        {user.sessions.length === 0 ? null : (
          <Section title="Open sessions">
            <UserSessions user={user} fixed={fixed} />
          </Section>
        )}
        <Section title="Access and data">
          <UserActions user={user} fixed={fixed} />
        </Section>
        <ObjectHistory kind="user" id={user.id} className="p-5" />
      </div>
    </PageFrame>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="p-5">
      <h2 className="mb-3 text-md font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function UserFacts({ user }: { user: UserDetail }) {
  const [link] = user.links;
  return (
    <Facts
      className="mt-3 max-w-160"
      facts={[
        { label: "State", value: <UserStateDot state={user.state} /> },
        { label: "E-mail", value: <bdi>{user.email}</bdi> },
        { label: "Role", value: <Name>{user.role.name}</Name> },
        { label: "Second factor", value: secondFactorWords(user) },
        {
          label: "Last sign-in",
          value: user.lastSignInAt === null ? "Never" : <Time at={user.lastSignInAt} as="dateTime" />,
        },
        { label: "Account since", value: <Time at={user.createdAt} as="dateTime" /> },
        ...(link === undefined
          ? []
          : [{ label: "Open link", value: <>until {<Time at={link.expiresAt} as="dateTime" />}</> }]),
      ]}
    />
  );
}

/** Why nothing can be changed here. */
function Fixed({ user }: { user: UserDetail }) {
  return (
    <Section title="Account">
      <p className="max-w-160 text-sm text-fg-soft">
        {user.state === "erased"
          ? "This person's data were erased. The account stays disabled, and the audit log knows it by its id alone."
          : `This person may do more than you, so you cannot change the account: ${user.beyond
              .map((permission) => permissionWords[permission].label.toLowerCase())
              .join(", ")}.`}
      </p>
    </Section>
  );
}
