"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { UserPlus, Users } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Column, DataTable, type Filter } from "@/components/data-table/data-table";
import { useListState } from "@/components/data-table/use-list-state";
import { Button } from "@/components/ui/button";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { Empty } from "@/components/ui/states";
import { Ago } from "@/components/ui/time";
import { roleQueries } from "@/lib/domains/roles/queries";
import { peopleQueries } from "@/lib/domains/users/queries";
import type { UserItem } from "@/lib/domains/users/schema";
import { userStates } from "@/lib/domains/users/terms";
import { SettingsFrame } from "../_components/settings-frame";
import { AreaNames, secondFactorWords, stateWords, userHref, UserStateDot } from "./_components/user-words";
import { userFilters, userParams } from "./search-params";

const InviteDialog = dynamic(() =>
  insist(() => import("./_components/invite-dialog")).then((module) => module.InviteDialog),
);

const columns: Column<UserItem>[] = [
  {
    id: "name",
    header: "Name",
    sort: "name",
    width: "minmax(9rem, 2fr)",
    cell: ({ id, name }) => (
      <Link href={userHref(id)} prefetch={false} tabIndex={-1} className="rounded-xs hover:underline">
        <Name>{name}</Name>
      </Link>
    ),
  },
  {
    id: "email",
    header: "E-mail",
    sort: "email",
    width: "minmax(9rem, 2fr)",
    cell: ({ email }) => <bdi>{email}</bdi>,
  },
  {
    id: "role",
    header: "Role",
    width: "minmax(6rem, 1fr)",
    narrow: "none",
    cell: ({ role }) => <Name>{role.name}</Name>,
  },
  {
    id: "areas",
    header: "Areas",
    width: "minmax(6rem, 1fr)",
    narrow: "none",
    cell: ({ areas }) => <AreaNames areas={areas} />,
  },
  {
    id: "second-factor",
    header: "Second factor",
    width: "minmax(6rem, 8rem)",
    narrow: "none",
    cell: secondFactorWords,
  },
  {
    id: "last-sign-in",
    header: "Last sign-in",
    sort: "lastSignIn",
    width: "minmax(6rem, 8rem)",
    narrow: "none",
    cell: ({ lastSignInAt }) =>
      lastSignInAt === null ? <span className="text-fg-faint">Never</span> : <Ago at={lastSignInAt} />,
  },
  {
    id: "state",
    header: "State",
    width: "minmax(6.5rem, 10rem)",
    narrow: "end",
    cell: ({ state }) => <UserStateDot state={state} />,
  },
];

export function UsersPage() {
  const router = useRouter();
  const { values, list } = useListState(userParams);
  const query = useInfiniteQuery(peopleQueries.list(userFilters(values)));
  const { data: roles } = useQuery(roleQueries.list());
  const [inviting, setInviting] = useState(false);
  const filters: Filter[] = [
    { id: "state", label: "State", options: userStates.map((value) => ({ value, label: stateWords(value) })) },
    { id: "role", label: "Role", options: (roles?.items ?? []).map(({ id, name }) => ({ value: id, label: name })) },
  ];
  return (
    <SettingsFrame
      tab="users"
      actions={
        <Button variant="primary" icon={UserPlus} onPress={() => setInviting(true)}>
          Invite person
        </Button>
      }
    >
      <DataTable
        id="users"
        label="Users"
        noun={{ one: "user", many: "users" }}
        own
        query={query}
        list={list}
        columns={columns}
        nameOf={({ name }) => name}
        filters={filters}
        searchLabel="Name or e-mail"
        onOpen={({ id }) => router.push(userHref(id))}
        empty={
          <Empty icon={Users} title="No users yet">
            Invite a person: they choose their password with a link.
          </Empty>
        }
      />
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </SettingsFrame>
  );
}
