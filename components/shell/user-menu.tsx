"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  ArrowLeftRight,
  Keyboard,
  Lock,
  LogOut,
  Monitor,
  Moon,
  Rows2,
  Rows4,
  ShieldCheck,
  ShieldOff,
  Sun,
  UserRound,
} from "lucide-react";
import { Button } from "react-aria-components/Button";
import { Avatar } from "@/components/ui/avatar";
import { Menu, MenuItem, MenuSection, MenuSeparator } from "@/components/ui/menu";
import { Name } from "@/components/ui/name";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { goOffDuty, goOnDuty, onDutyQueries } from "@/lib/domains/on-duty/queries";
import { handOver, lockKey, lockThisDesk } from "./desk";
import { densities, oneOf, themes } from "./preferences";
import { useShell } from "./shell-context";
import { leave } from "./leave";

function useDuty() {
  const queries = useQueryClient();
  const { may } = useShell();
  const { data } = useQuery({ ...onDutyQueries.list(), enabled: may("alarms:handle") });
  const change = useMutation({
    mutationFn: (on: boolean) => (on ? goOnDuty() : goOffDuty()),
    onSuccess: (list) => {
      queries.setQueryData(onDutyQueries.list().queryKey, list);
      toast.done({ title: list.me ? "You are on duty" : "You are off duty" });
    },
    onError: (error) => {
      const { title: detail, code } = trouble(error);
      toast.failed({ title: "Your duty did not change", detail, ...(code === undefined ? {} : { code }) });
    },
  });
  return { isOnDuty: data?.me, change: change.mutate };
}

export function UserMenu() {
  const { isOnDuty, change } = useDuty();
  const { person, theme, setTheme, density, setDensity, setOverlay } = useShell();
  return (
    <Menu
      aria-label="Your account"
      placement="bottom end"
      className="min-w-56"
      trigger={
        <Button
          aria-label={`Your account, ${person.name}`}
          className="state-layer target flex size-8 items-center justify-center rounded-full pointer-coarse:size-11"
        >
          <Avatar name={person.name} own size="md" />
        </Button>
      }
    >
      <MenuSection
        title={person.name}
        header={
          <>
            <Name cut className="text-sm font-medium text-fg">
              {person.name}
            </Name>
            <span className="block text-xs text-fg-faint first-letter:uppercase">{person.roleName}</span>
          </>
        }
      >
        <MenuItem id="account" label="Your account" icon={UserRound} href="/account" />
        <MenuItem id="keys" label="Keys on this page" icon={Keyboard} keyCap="?" onAction={() => setOverlay("keys")} />
        {isOnDuty === undefined ? null : (
          <MenuItem
            id="duty"
            label={isOnDuty ? "Go off duty" : "Go on duty"}
            icon={isOnDuty ? ShieldOff : ShieldCheck}
            onAction={() => change(!isOnDuty)}
          />
        )}
        <MenuItem id="lock" label="Lock" icon={Lock} keyCap={lockKey} onAction={() => void lockThisDesk()} />
        <MenuItem id="hand-over" label="Hand over" icon={ArrowLeftRight} onAction={() => void handOver()} />
        <MenuItem id="sign-out" label="Sign out" icon={LogOut} onAction={() => void leave()} />
      </MenuSection>
      <MenuSeparator />
      <MenuSection
        title="Theme"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[theme]}
        onSelectionChange={(keys) => {
          const next = keys === "all" ? undefined : oneOf(themes, String([...keys][0]));
          if (next !== undefined) setTheme(next);
        }}
      >
        <MenuItem id="system" label="As the system" icon={Monitor} />
        <MenuItem id="dark" label="Dark" icon={Moon} />
        <MenuItem id="light" label="Light" icon={Sun} />
      </MenuSection>
      <MenuSeparator />
      <MenuSection
        title="Density"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[density]}
        onSelectionChange={(keys) => {
          const next = keys === "all" ? undefined : oneOf(densities, String([...keys][0]));
          if (next !== undefined) setDensity(next);
        }}
      >
        <MenuItem id="comfortable" label="Comfortable" icon={Rows2} />
        <MenuItem id="compact" label="Compact" icon={Rows4} />
      </MenuSection>
    </Menu>
  );
}
