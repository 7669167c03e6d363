"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { may, type Permission } from "@/lib/auth/roles";
import { keepCookie } from "@/components/ui/kept-cookie";
import { type Density, type NavigationWidth, preferenceCookies, type Theme } from "./preferences";

/** Who is signed in, as far as the frame shows it. */
export interface Person {
  id: string;
  name: string;
  /** As people know it: "guard", "Night shift". */
  roleName: string;
  permissions: readonly Permission[];
  /** Not limited to areas: may change what belongs to none. */
  everywhere: boolean;
}

interface Shell {
  person: Person;
  theme: Theme;
  setTheme: (theme: Theme) => void;
  density: Density;
  setDensity: (density: Density) => void;
  navigation: NavigationWidth;
  setNavigation: (width: NavigationWidth) => void;
  /** Shortcuts of one letter or sign, such as `/`, `j` and `?`. */
  singleKeys: boolean;
  setSingleKeys: (on: boolean) => void;
  /** What is open over the page. */
  overlay: Overlay | null;
  setOverlay: (overlay: Overlay | null) => void;
  /** Whether the signed-in person's role includes it. */
  may: (permission: Permission) => boolean;
}

export type Overlay = "palette" | "keys";

const ShellContext = createContext<Shell | null>(null);

export interface ShellProviderProps {
  person: Person;
  theme: Theme;
  density: Density;
  navigation: NavigationWidth;
  singleKeys: boolean;
  children: ReactNode;
}

export function ShellProvider({ person, children, ...initial }: ShellProviderProps) {
  const [theme, setTheme] = useState(initial.theme);
  const [density, setDensity] = useState(initial.density);
  const [navigation, setNavigation] = useState(initial.navigation);
  const [singleKeys, setSingleKeys] = useState(initial.singleKeys);
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const value = useMemo(
    (): Shell => ({
      person,
      theme,
      setTheme: (next) => {
        setTheme(next);
        keepCookie(preferenceCookies.theme, next);
        if (next === "system") delete document.documentElement.dataset["theme"];
        else document.documentElement.dataset["theme"] = next;
      },
      density,
      setDensity: (next) => {
        setDensity(next);
        keepCookie(preferenceCookies.density, next);
        document.documentElement.dataset["density"] = next;
      },
      navigation,
      setNavigation: (next) => {
        setNavigation(next);
        keepCookie(preferenceCookies.navigation, next);
      },
      singleKeys,
      setSingleKeys: (on) => {
        setSingleKeys(on);
        keepCookie(preferenceCookies.singleKeys, on ? "on" : "off");
      },
      overlay,
      setOverlay,
      may: (permission) => may(person, permission),
    }),
    [density, navigation, overlay, person, singleKeys, theme],
  );
  return <ShellContext value={value}>{children}</ShellContext>;
}

export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === null) throw new Error("This component works only inside the console's frame.");
  return shell;
}
