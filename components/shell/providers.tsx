"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { RouterProvider } from "react-aria-components";
import { ChoiceProvider } from "@/components/data-table/choice-provider";
import { StepUpProvider } from "@/components/step-up/step-up-provider";
import { ToastRegion } from "@/components/ui/toast";
import { TooltipLayer } from "@/components/ui/tooltip";
import { ViewerProvider } from "@/components/ui/viewer";
import { mayLeave } from "./leaving";
import { makeQueryClient } from "./query-client";

export interface ProvidersProps {
  locale: string;
  timeZone: string;
  /** Milliseconds since the epoch. */
  renderedAt: number;
  /** Chosen columns by table, from cookies. */
  columns: Readonly<Record<string, string>>;
  children: ReactNode;
}

function goToSignIn() {
  const here = `${location.pathname}${location.search}`;
  location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}

/** What every page stands on. The words of the console are English, its dates and numbers the viewer's. */
export function Providers({ locale, timeZone, renderedAt, columns, children }: ProvidersProps) {
  const router = useRouter();
  const [queries] = useState(() => makeQueryClient(goToSignIn));
  return (
    <ViewerProvider locale={locale} timeZone={timeZone} renderedAt={renderedAt}>
      <I18nProvider locale={locale.startsWith("en") ? locale : "en-GB"}>
        <RouterProvider navigate={(path) => void mayLeave().then((leave) => (leave ? router.push(path) : undefined))}>
          <QueryClientProvider client={queries}>
            <NuqsAdapter>
              <ChoiceProvider initial={columns}>
                <StepUpProvider>{children}</StepUpProvider>
              </ChoiceProvider>
            </NuqsAdapter>
            <ToastRegion />
            <TooltipLayer />
          </QueryClientProvider>
        </RouterProvider>
      </I18nProvider>
    </ViewerProvider>
  );
}
