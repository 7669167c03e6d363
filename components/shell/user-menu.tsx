"use client";

import { ArrowLeftRight, Lock, LogOut, Monitor, Moon, Rows2, Rows4, Sun, UserRound } from "lucide-react";
import { signOut } from "next-auth/react";
import { Button, Header, MenuSection } from "react-aria-components";
import { Avatar } from "@/components/ui/avatar";
import { Menu, MenuItem, MenuSection as TitledSection, MenuSeparator } from "@/components/ui/menu";
import { Name } from "@/components/ui/name";
import { handOver, lockKey, lockThisDesk } from "./desk";
import { densities, oneOf, themes } from "./preferences";
import { useShell } from "./shell-context";

export function UserMenu() {
  const { person, theme, setTheme, density, setDensity } = useShell();
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
      <MenuSection>
        <Header className="px-2 pt-1.5 pb-2">
          <Name cut className="text-sm font-medium text-fg">
            {person.name}
          </Name>
          <span className="block text-xs text-fg-faint first-letter:uppercase">{person.roleName}</span>
        </Header>
        <MenuItem id="account" label="Your account" icon={UserRound} href="/account" />
        <MenuItem id="lock" label="Lock" icon={Lock} keyCap={lockKey} onAction={() => void lockThisDesk()} />
        <MenuItem id="hand-over" label="Hand over" icon={ArrowLeftRight} onAction={() => void handOver()} />
        <MenuItem
          id="sign-out"
          label="Sign out"
          icon={LogOut}
          onAction={() => void signOut({ callbackUrl: "/sign-in" })}
        />
      </MenuSection>
      <MenuSeparator />
      <TitledSection
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
      </TitledSection>
      <MenuSeparator />
      <TitledSection
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
      </TitledSection>
    </Menu>
  );
}
