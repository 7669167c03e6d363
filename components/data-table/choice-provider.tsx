"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { columnCookie } from "@/components/shell/preferences";
import { keepCookie } from "@/components/ui/kept-cookie";

interface Choices {
  texts: Readonly<Record<string, string>>;
  keep: (table: string, text: string) => void;
}

const ChoiceContext = createContext<Choices>({ texts: {}, keep: () => undefined });

/** The choices of columns by table, as the cookies hold them. */
export function ChoiceProvider({
  initial,
  children,
}: {
  initial: Readonly<Record<string, string>>;
  children: ReactNode;
}) {
  const [texts, setTexts] = useState(initial);
  const keep = useCallback((table: string, text: string) => {
    keepCookie(columnCookie(table), text);
    setTexts((before) => ({ ...before, [table]: text }));
  }, []);
  const value = useMemo(() => ({ texts, keep }), [texts, keep]);
  return <ChoiceContext value={value}>{children}</ChoiceContext>;
}

export function useStoredChoice(table: string): { text: string | undefined; keep: (text: string) => void } {
  const { texts, keep } = useContext(ChoiceContext);
  return { text: texts[table], keep: useCallback((text: string) => keep(table, text), [keep, table]) };
}
