"use client";

import { PageFrame } from "@/components/shell/page-frame";
import { ErrorState } from "@/components/ui/states";

export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <PageFrame title="Page failed">
      <ErrorState title="This page could not be shown" code={error.digest} onRetry={reset} className="flex-1">
        Try again. If it stays, tell whoever runs this server the code below.
      </ErrorState>
    </PageFrame>
  );
}
