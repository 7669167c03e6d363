"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from "react";
import { insist } from "@/components/ui/insist";
import { ApiProblem } from "@/lib/http/fetcher";

const StepUpDialog = dynamic(() => insist(() => import("./step-up-dialog")).then((module) => module.StepUpDialog), {
  ssr: false,
});

/**
 * Makes a request; where the server asks for a proof that it is still the same person, asks for it in a dialog and makes
 * the request again. What was typed behind the dialog stays. Cancelled: rejects with the server's own problem.
 */
export type WithStepUp = <T>(request: () => Promise<T>) => Promise<T>;

const StepUpContext = createContext<WithStepUp | null>(null);

interface Waiting {
  proved: () => void;
  cancelled: () => void;
}

export function StepUpProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  // Requests that were refused together are answered by one proof.
  const waiting = useRef<Waiting[]>([]);

  const settle = (how: keyof Waiting) => {
    setOpen(false);
    for (const each of waiting.current.splice(0)) each[how]();
  };

  const withStepUp = useMemo(
    (): WithStepUp => async (request) => {
      try {
        return await request();
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.kind !== "step-up-required") throw error;
        await new Promise<void>((proved, refuse) => {
          waiting.current.push({ proved, cancelled: () => refuse(error) });
          setOpen(true);
        });
        return request();
      }
    },
    [],
  );

  return (
    <StepUpContext value={withStepUp}>
      {children}
      {open ? <StepUpDialog onProved={() => settle("proved")} onCancel={() => settle("cancelled")} /> : null}
    </StepUpContext>
  );
}

/** See WithStepUp: `const stepUp = useStepUp(); await stepUp(() => deletePersons(ids))`. */
export function useStepUp(): WithStepUp {
  const withStepUp = useContext(StepUpContext);
  if (withStepUp === null) throw new Error("This component works only inside the console's providers.");
  return withStepUp;
}
